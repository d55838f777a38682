import { FLEET } from "../../../../fleet.ts";
import { EVERY_SERVICE_TEXT } from "./every-service.ts";
import { externalFile } from "./external-file.ts";
import { COMPOSE_SECRETS, type GeneratedFile, MADE } from "./generated-file.ts";
import { MONITORING_TEXT, proxiesText, SERVERS_TEXT } from "./infrastructure.ts";
import { NETWORKS_TEXT } from "./networks.ts";
import { profilesOf, serviceBlock } from "./service-block.ts";
import { stackFile } from "./swarm/stack-file.ts";

/** What all containers, and all services of the fleet, have in common. Names of YAML do not reach from one file into another. */
const COMMON = `
x-container: &container
  restart: unless-stopped
  init: true
  read_only: true
  cap_drop: [ALL]
  security_opt: ["no-new-privileges:true"]
  pids_limit: 100
  stop_grace_period: 15s
  logging: { driver: json-file, options: { max-size: 10m, max-file: "3" } }

# Often while it starts, seldom while it runs: each check costs a process.
x-checked: &checked
  interval: 20s
  timeout: 5s
  retries: 3
  start_period: 60s
  start_interval: 1s

x-environment: &environment
${EVERY_SERVICE_TEXT}  # For compose alone. If services saw it too, each new phase would be a change of all of them, and make the core anew.
  COMPOSE_PROFILES: ""
  # For a Swarm alone. Here nobody starts workers, and a lead would wait for them.
  AI_WORKERS: ""

x-service: &service
  <<: *container
  image: \${QUANTUM_IMAGE:-quantum-trader}:\${QUANTUM_VERSION:-0.1.0}
  pull_policy: \${QUANTUM_PULL:-missing}
  # Every setting in .env reaches every service; each takes what its src/config.ts names.
  env_file: [{ path: .env, required: false }]
  environment: *environment
  secrets: [control-token, redis-url, database-url]
  tmpfs: ["/tmp:size=4m"]
  healthcheck:
    test: ["CMD", "/app/healthy"]
    <<: *checked
`;

/** docker-compose.yml: the core, what it stands on, and what watches it. */
export function coreFile(): GeneratedFile {
  const services = FLEET.filter((entry) => entry.group !== "module").map(serviceBlock);
  const text = `${MADE}# The core of the fleet. First: scripts/make_secrets.sh. Then: docker compose up -d --wait
name: quantum
${COMMON}
services:
${[SERVERS_TEXT, ...services, MONITORING_TEXT].join("\n")}
${NETWORKS_TEXT}
volumes:
${["redis-data", "postgres-data", "simulator-journal", "prometheus-data", "alertmanager-data", "grafana-data"].map((name) => `  ${name}: {}`).join("\n")}

secrets:
${COMPOSE_SECRETS.map((name) => `  ${name}: { file: "${SECRETS_FOLDER}/${name}" }`).join("\n")}
`;
  return { path: "docker-compose.yml", text };
}

/** Without the folder's name there is no deployment: nothing has a default password. */
const SECRETS_FOLDER = `\${QUANTUM_SECRETS:?there are no secrets yet; run scripts/make_secrets.sh}`;

/** docker-compose.ai-modules.yml: the modules, phase by phase, on top of the core. */
export function modulesFile(): GeneratedFile {
  const modules = FLEET.filter((entry) => entry.group === "module").sort((one, other) => one.phase - other.phase);
  const healer = modules.find(({ name }) => name === "self_healing");
  const proxies = healer ? [proxiesText(profilesOf(healer))] : [];
  const text = `${MADE}# The modules of the rollout: profile phase2 brings phases 1 and 2. Used on top of docker-compose.yml (COMPOSE_FILE in .env names both).
${COMMON}
services:
${[...modules.map(serviceBlock), ...proxies].join("\n")}
volumes:
  ess-journal: {}
`;
  return { path: "docker-compose.ai-modules.yml", text };
}

/** All compose files of the project. */
export function composeFiles(): GeneratedFile[] {
  return [coreFile(), modulesFile(), externalFile(), stackFile()];
}
