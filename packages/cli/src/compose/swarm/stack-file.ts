import { FLEET, type FleetEntry } from "../../../../../fleet.ts";
import { EVERY_SERVICE_TEXT } from "../every-service.ts";
import { COMPOSE_SECRETS, type GeneratedFile, MADE, SERVERS_CA } from "../generated-file.ts";
import { quoted, setting } from "../service-block.ts";
import { configFiles } from "./config-files.ts";
import { swarmInfrastructure } from "./infrastructure.ts";
import { swarmService, swarmWorkers } from "./swarm-service.ts";

const COMMON = `
x-container: &container
  init: true
  read_only: true
  cap_drop: [ALL]
  stop_grace_period: 15s
  logging: { driver: json-file, options: { max-size: 10m, max-file: "3" } }

# Names lead straight to the tasks. With one task a service there is nothing to balance.
x-deploy: &deploy
  endpoint_mode: dnsrr
  restart_policy: { condition: any, delay: 1s }

x-checked: &checked
  interval: 10s
  timeout: 5s
  retries: 3
  start_period: 60s
  start_interval: 1s

# Where servers elsewhere are, when there are some (scripts/make_secrets.sh --external).
x-hosts: [&redis_host "\${QUANTUM_REDIS_HOST:-redis.elsewhere}", &database_host "\${QUANTUM_DATABASE_HOST:-postgres.elsewhere}"]

x-environment: &environment
${EVERY_SERVICE_TEXT}
x-service: &service
  <<: *container
  image: \${QUANTUM_IMAGE:-quantum-trader}:\${QUANTUM_VERSION:-0.1.0}
  # Every setting in .env reaches every service; each takes what its src/config.ts names.
  env_file: [../../.env]
  healthcheck:
    test: ["CMD", "/app/healthy"]
    <<: *checked
`;

const NETWORKS = `networks:
  # Between nodes the traffic of an overlay network is readable, unless it is encrypted.
  fleet: &inside
    driver: overlay
    internal: true
    driver_opts: &options { encrypted: "\${QUANTUM_ENCRYPTED:-true}" }
  exchange: *inside
  monitoring: *inside
  # Between the two that lead to servers elsewhere.
  servers: *inside
  # A published port needs the node's gateway, which is also a way out: only the console and Grafana are here.
  door: { driver: overlay, driver_opts: *options }
  # The way to the exchange (execution, ess) and to whom alerts are sent (alertmanager).
  outside: { driver: overlay, driver_opts: *options }
`;

const VOLUMES = ["redis-data", "postgres-data", "simulator-journal", "ess-journal", "prometheus-data", "alertmanager-data", "grafana-data"];

/** What a service has to know of those who share its work. */
const AI_WORKERS = { AI_WORKERS: quoted("AI_WORKERS", "0") };
const SHARING: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ai_engine: AI_WORKERS,
  clm: { CLM_ROLE: setting("CLM_ROLE", "all") },
};

/** deploy/swarm/stack.yml: the whole fleet for a Docker Swarm. */
export function stackFile(): GeneratedFile {
  const byPhase = [...FLEET].sort((one, other) => one.phase - other.phase);
  const named = (name: string) => FLEET.find((entry) => entry.name === name) as FleetEntry;
  const workers = [
    swarmWorkers(named("ai_engine"), {
      name: "ai_engine_worker",
      variables: { ...AI_WORKERS, PARTITION: '"{{.Task.Slot}}"', MODES: "ENFORCED,OFF" },
      count: "AI_WORKERS",
    }),
    swarmWorkers(named("clm"), { name: "clm_worker", variables: { CLM_ROLE: "worker" }, count: "CLM_WORKERS" }),
  ];
  const text = `${MADE}# The fleet as a stack of a Docker Swarm: docs/scaling.md. Settings come from .env and the shell, secrets from the Swarm.
version: "3.13"
${COMMON}
services:
${[...swarmInfrastructure(configFiles()), ...byPhase.map((entry) => swarmService(entry, SHARING[entry.name] ?? {})), ...workers].join("\n")}
${NETWORKS}
volumes:
${VOLUMES.map((name) => `  ${name}: {}`).join("\n")}

secrets:
${[...COMPOSE_SECRETS, SERVERS_CA].map((name) => `  ${name}: { external: true, name: "\${QUANTUM_SECRET_PREFIX:-quantum}-${name}" }`).join("\n")}

# A config of a Swarm never changes: QUANTUM_CONFIGS is another word whenever one of the files is another.
configs:
${configFiles()
  .map(({ name, path }) => `  ${name}: { file: ../../${path}, name: "\${QUANTUM_STACK:-quantum}-${name}-\${QUANTUM_CONFIGS:-1}" }`)
  .join("\n")}
`;
  return { path: "deploy/swarm/stack.yml", text };
}
