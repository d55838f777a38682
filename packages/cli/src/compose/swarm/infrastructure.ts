import { setting } from "../service-block.ts";
import type { ConfigFile } from "./config-files.ts";
import { deployBlock } from "./deploy-block.ts";

/** Redis, Postgres, the job that brings the schema up to date, and monitoring, as blocks of a stack. */
export function swarmInfrastructure(configs: readonly ConfigFile[]): string[] {
  const of = (server: ConfigFile["server"]) => configs.filter((file) => file.server === server).map(configLine);
  return [
    REDIS,
    POSTGRES,
    MIGRATE,
    ...SERVERS_ELSEWHERE,
    monitor(PROMETHEUS, { configs: of("prometheus"), memoryMb: 300, replicas: "1" }),
    monitor(ALERTMANAGER, { configs: of("alertmanager"), memoryMb: 100, replicas: "1" }),
    monitor(GRAFANA, { configs: of("grafana"), memoryMb: 300, replicas: setting("GRAFANA", "1") }),
  ];
}

function configLine({ name, target }: ConfigFile): string {
  return `      - { source: ${name}, target: ${target}, mode: 0444 }`;
}

function monitor(text: string, how: { configs: readonly string[]; memoryMb: number; replicas: string }): string {
  const deploy = deployBlock({ ...how, keepsData: true, update: "stop-first" });
  return `${[text, "    configs:", ...how.configs, ...deploy].join("\n")}\n`;
}

const data = (memoryMb: number): string =>
  deployBlock({ memoryMb, replicas: setting("OWN_SERVERS", "1"), keepsData: true, update: "stop-first" }).join("\n");

const REDIS = `  redis:
    <<: *container
    image: redis:8-bookworm
    entrypoint: [sh, -c]
    command:
      - |
        password=$$(cat /run/secrets/redis-password)
        printf 'requirepass %s\\n' "$$password" > /tmp/redis.conf
        exec redis-server /tmp/redis.conf --dir /data --appendonly yes --appendfsync everysec --maxmemory 128mb --maxmemory-policy noeviction
    user: redis
    networks: [fleet]
    secrets: [redis-password]
    volumes:
      - { type: tmpfs, target: /tmp, tmpfs: { size: 1048576 } }
      - { type: volume, source: redis-data, target: /data }
    healthcheck:
      test: ["CMD-SHELL", "REDISCLI_AUTH=$$(cat /run/secrets/redis-password) redis-cli ping | grep -q PONG"]
      <<: *checked
${data(160)}
`;

const POSTGRES = `  postgres:
    <<: *container
    image: postgres:17-bookworm
    command: [postgres, -c, shared_buffers=32MB, -c, work_mem=2MB, -c, maintenance_work_mem=16MB, -c, max_connections=80, -c, jit=off, -c, dynamic_shared_memory_type=mmap]
    environment:
      POSTGRES_USER: quantum
      POSTGRES_DB: quantum
      POSTGRES_PASSWORD_FILE: /run/secrets/postgres-password
    cap_add: [CHOWN, DAC_OVERRIDE, FOWNER, SETGID, SETUID]
    networks: [fleet]
    secrets: [postgres-password]
    stop_grace_period: 60s
    volumes:
      - { type: tmpfs, target: /tmp, tmpfs: { size: 16777216 } }
      - { type: tmpfs, target: /run/postgresql, tmpfs: { size: 1048576 } }
      - { type: volume, source: postgres-data, target: /var/lib/postgresql/data }
    healthcheck:
      test: ["CMD", "pg_isready", "-q", "-h", "127.0.0.1", "-U", "quantum", "-d", "quantum"]
      <<: *checked
${data(190)}
`;

/** Waits for Postgres by itself; rows of services that are up before it wait in Redis. */
const MIGRATE = `  migrate:
    <<: *service
    command: [migrate]
    environment: { DATABASE_URL_FILE: /run/secrets/database-url }
    healthcheck: { disable: true }
    networks: [fleet]
    secrets: [database-url, servers-ca]
    deploy:
      mode: replicated-job
      endpoint_mode: dnsrr
      restart_policy: { condition: on-failure, delay: 3s, max_attempts: 20 }
      resources: { limits: { memory: 100M, pids: 100 } }
`;

/** As with Compose: what leads to servers elsewhere, and nowhere else. The inner one bears their names. */
const SERVERS_ELSEWHERE = [
  way("servers_way_in", ", servers_way_out", ["fleet: { aliases: [*redis_host, *database_host] }", "servers: {}"]),
  way("servers_way_out", "", ["servers: {}", "outside: {}"]),
];

function way(name: string, argument: string, networks: readonly string[]): string {
  return `  ${name}:
    <<: *container
    image: \${QUANTUM_IMAGE:-quantum-trader}:\${QUANTUM_VERSION:-0.1.0}
    command: [forward${argument}]
    environment:
      REDIS_URL_FILE: /run/secrets/redis-url
      DATABASE_URL_FILE: /run/secrets/database-url
      REDIS_HOST: *redis_host
      DATABASE_HOST: *database_host
    secrets: [redis-url, database-url]
    healthcheck: { test: ["CMD", "/app/forwards"], <<: *checked }
    networks:
${networks.map((network) => `      ${network}`).join("\n")}
${deployBlock({ memoryMb: 64, replicas: setting("SERVERS_ELSEWHERE", "0"), keepsData: false, update: "start-first" }).join("\n")}
`;
}

const PROMETHEUS = `  prometheus:
    <<: *container
    image: prom/prometheus:v3.5.0
    command:
      - --config.file=/etc/prometheus/prometheus.yml
      - --storage.tsdb.path=/prometheus
      - --storage.tsdb.retention.time=30d
      - --storage.tsdb.retention.size=2GB
    networks: [fleet, monitoring]
    volumes:
      - { type: volume, source: prometheus-data, target: /prometheus }
    healthcheck:
      test: ["CMD", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:9090/-/ready"]
      <<: *checked`;

const ALERTMANAGER = `  alertmanager:
    <<: *container
    image: prom/alertmanager:v0.28.1
    entrypoint: [/bin/sh, /etc/alertmanager/start.sh]
    command: [--storage.path=/alertmanager]
    networks: [monitoring, outside]
    secrets: [alert_webhook_url, alert_telegram_bot_token, alert_telegram_chat_id]
    volumes:
      - { type: tmpfs, target: /tmp, tmpfs: { size: 1048576, mode: 1023 } }
      - { type: volume, source: alertmanager-data, target: /alertmanager }
    healthcheck:
      test: ["CMD", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:9093/-/ready"]
      <<: *checked`;

const GRAFANA = `  grafana:
    <<: *container
    image: grafana/grafana:12.1.0
    environment:
      GF_SECURITY_ADMIN_PASSWORD__FILE: /run/secrets/grafana-password
      GF_ANALYTICS_REPORTING_ENABLED: "false"
      GF_ANALYTICS_CHECK_FOR_UPDATES: "false"
      GF_USERS_ALLOW_SIGN_UP: "false"
    networks: [monitoring, door]
    ports:
      - { target: 3000, published: "\${GRAFANA_PORT:-3000}", mode: host }
    secrets: [grafana-password]
    volumes:
      - { type: volume, source: grafana-data, target: /var/lib/grafana }
    healthcheck:
      test: ["CMD", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:3000/api/health"]
      <<: *checked`;
