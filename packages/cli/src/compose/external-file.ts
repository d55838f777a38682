import { FLEET } from "../../../../fleet.ts";
import { type GeneratedFile, MADE, SERVERS_CA } from "./generated-file.ts";

/** The two containers that lead to servers elsewhere. The inner one bears their names, so the outer one has to be another, or it would find itself. */
const WAY_IN = "servers_way_in";
const WAY_OUT = "servers_way_out";

const SERVICES = FLEET.filter(({ group }) => group !== "paper").map(({ name }) => name);

/** docker-compose.external.yml: Redis and Postgres elsewhere, by URL, on top of the other two files. */
export function externalFile(): GeneratedFile {
  const text = `${MADE}# Redis and Postgres elsewhere: docs/scaling.md. Used on top of the other compose files (scripts/make_secrets.sh --external sets COMPOSE_FILE).
services:
  redis: { profiles: [never] }
  postgres: { profiles: [never] }

  migrate:
    secrets: [database-url, ${SERVERS_CA}]
    depends_on:
      postgres: { condition: service_healthy, required: false }
      ${WAY_IN}: { condition: service_healthy }

${way(WAY_IN, {
  argument: `, quantum_${WAY_OUT}`,
  networks: [`fleet: { aliases: ["${host("REDIS")}", "${host("DATABASE")}"] }`, "servers: {}"],
})}
${way(WAY_OUT, { argument: "", networks: ["servers: {}", "outside: {}"] })}
${SERVICES.map(withoutServers).join("\n")}
networks:
  # From the one to the other, and to nobody else.
  servers:
    internal: true

secrets:
  ${SERVERS_CA}: { file: "\${QUANTUM_SECRETS}/${SERVERS_CA}" }
`;
  return { path: "docker-compose.external.yml", text };
}

function host(kind: "REDIS" | "DATABASE"): string {
  return `\${QUANTUM_${kind}_HOST:?run scripts/make_secrets.sh --external}`;
}

/** Passes bytes on and sees none of them: TLS is between the services and the servers. */
function way(name: string, how: { argument: string; networks: readonly string[] }): string {
  return `  ${name}:
    image: \${QUANTUM_IMAGE:-quantum-trader}:\${QUANTUM_VERSION:-0.1.0}
    pull_policy: \${QUANTUM_PULL:-missing}
    container_name: quantum_${name}
    command: [forward${how.argument}]
    restart: unless-stopped
    init: true
    read_only: true
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    pids_limit: 100
    stop_grace_period: 5s
    logging: { driver: json-file, options: { max-size: 10m, max-file: "3" } }
    environment:
      REDIS_URL_FILE: /run/secrets/redis-url
      DATABASE_URL_FILE: /run/secrets/database-url
      REDIS_HOST: "${host("REDIS")}"
      DATABASE_HOST: "${host("DATABASE")}"
    labels: { quantum.servers: external }
    mem_limit: 64m
    memswap_limit: 64m
    networks:
${how.networks.map((network) => `      ${network}`).join("\n")}
    secrets: [redis-url, database-url]
    healthcheck: { test: ["CMD", "/app/forwards"], interval: 20s, timeout: 5s, retries: 3, start_period: 60s, start_interval: 1s }
`;
}

function withoutServers(name: string): string {
  return `  ${name}:
    secrets: [${SERVERS_CA}]
    depends_on:
      redis: { condition: service_healthy, required: false }
      ${WAY_IN}: { condition: service_healthy }
`;
}
