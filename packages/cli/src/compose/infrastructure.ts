/** Redis and Postgres hold what the fleet knows; the budgets of the whole are in docs/operations.md. */
export const SERVERS_TEXT = `  redis:
    <<: *container
    image: redis:8-bookworm
    container_name: quantum_redis
    # The password goes into a file that is read once, so that no list of processes shows it. Nothing is ever evicted.
    entrypoint: [sh, -c]
    command:
      - |
        password=$$(cat /run/secrets/redis-password)
        [ -n "$$password" ] || { echo "redis: the secret redis-password is empty; run scripts/make_secrets.sh" >&2; exit 78; }
        printf 'requirepass %s\\n' "$$password" > /tmp/redis.conf
        exec redis-server /tmp/redis.conf --dir /data --appendonly yes --appendfsync everysec --maxmemory 128mb --maxmemory-policy noeviction
    user: redis
    labels: { quantum.server: redis }
    mem_limit: 160m
    memswap_limit: 160m
    networks: [fleet]
    secrets: [redis-password]
    # Only /tmp keeps its rights when a container is started again.
    tmpfs: ["/tmp:size=1m"]
    volumes: ["redis-data:/data"]
    healthcheck:
      test: ["CMD-SHELL", "REDISCLI_AUTH=$$(cat /run/secrets/redis-password) redis-cli ping | grep -q PONG"]
      <<: *checked

  postgres:
    <<: *container
    image: postgres:17-bookworm
    container_name: quantum_postgres
    command: [postgres, -c, shared_buffers=32MB, -c, work_mem=2MB, -c, maintenance_work_mem=16MB, -c, max_connections=80, -c, jit=off]
    environment:
      POSTGRES_USER: quantum
      POSTGRES_DB: quantum
      POSTGRES_PASSWORD_FILE: /run/secrets/postgres-password
    labels: { quantum.server: postgres }
    mem_limit: 190m
    memswap_limit: 190m
    # It starts as root, gives its folder to its own user, and becomes that user.
    cap_add: [CHOWN, DAC_OVERRIDE, FOWNER, SETGID, SETUID]
    networks: [fleet]
    pids_limit: 200
    secrets: [postgres-password]
    shm_size: 64m
    stop_grace_period: 60s
    tmpfs: ["/tmp:size=16m", "/run/postgresql:mode=3777,size=1m"]
    volumes: ["postgres-data:/var/lib/postgresql/data"]
    healthcheck:
      # Over TCP: while the database is being made, it listens on its socket only.
      test: ["CMD", "pg_isready", "-q", "-h", "127.0.0.1", "-U", "quantum", "-d", "quantum"]
      <<: *checked

  migrate:
    <<: *service
    container_name: quantum_migrate
    build: { context: ., args: { QUANTUM_VERSION: "\${QUANTUM_VERSION:-0.1.0}" } }
    command: [migrate]
    restart: "no"
    healthcheck: { disable: true }
    mem_limit: 100m
    memswap_limit: 100m
    depends_on:
      postgres: { condition: service_healthy }
    networks: [fleet]
    secrets: [database-url]
`;

/** Metrics, alerts and dashboards, provisioned from deploy/. */
export const MONITORING_TEXT = `  prometheus:
    <<: *container
    image: prom/prometheus:v3.5.0
    container_name: quantum_prometheus
    command:
      - --config.file=/etc/prometheus/prometheus.yml
      - --storage.tsdb.path=/prometheus
      - --storage.tsdb.retention.time=30d
      - --storage.tsdb.retention.size=2GB
    mem_limit: 300m
    memswap_limit: 300m
    networks: [fleet, monitoring, door]
    dns: ["127.0.0.1"]
    ports: ["\${QUANTUM_BIND:-127.0.0.1}:\${PROMETHEUS_PORT:-9090}:9090"]
    volumes: ["./deploy/prometheus:/etc/prometheus:ro", "prometheus-data:/prometheus"]
    healthcheck:
      test: ["CMD", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:9090/-/ready"]
      <<: *checked

  alertmanager:
    <<: *container
    image: prom/alertmanager:v0.28.1
    container_name: quantum_alertmanager
    entrypoint: [/bin/sh, /etc/alertmanager/start.sh]
    command: [--storage.path=/alertmanager]
    tmpfs: ["/tmp:mode=1777,size=1m"]
    mem_limit: 100m
    memswap_limit: 100m
    networks: [monitoring, outside]
    ports: ["\${QUANTUM_BIND:-127.0.0.1}:\${ALERTMANAGER_PORT:-9093}:9093"]
    secrets: [alert_webhook_url, alert_telegram_bot_token, alert_telegram_chat_id]
    volumes: ["./deploy/alertmanager:/etc/alertmanager:ro", "alertmanager-data:/alertmanager"]
    healthcheck:
      test: ["CMD", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:9093/-/ready"]
      <<: *checked

  grafana:
    <<: *container
    image: grafana/grafana:12.1.0
    container_name: quantum_grafana
    environment:
      GF_SECURITY_ADMIN_PASSWORD__FILE: /run/secrets/grafana-password
      GF_ANALYTICS_REPORTING_ENABLED: "false"
      GF_ANALYTICS_CHECK_FOR_UPDATES: "false"
      GF_USERS_ALLOW_SIGN_UP: "false"
    mem_limit: 300m
    memswap_limit: 300m
    depends_on:
      prometheus: { condition: service_healthy }
    networks: [monitoring, door]
    ports: ["\${QUANTUM_BIND:-127.0.0.1}:\${GRAFANA_PORT:-3000}:3000"]
    secrets: [grafana-password]
    volumes:
      - ./deploy/grafana/provisioning:/etc/grafana/provisioning:ro
      - ./deploy/grafana/dashboards:/var/lib/grafana/dashboards:ro
      - grafana-data:/var/lib/grafana
    healthcheck:
      test: ["CMD", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:3000/api/health"]
      <<: *checked
`;

/** Self-healing never sees the socket of Docker itself: one proxy lets it look, the other lets it restart, neither lets it do anything else. */
export function proxiesText(profiles: readonly string[]): string {
  return [
    proxy("docker_watch", "CONTAINERS: 1", profiles),
    proxy("docker_restart", "POST: 1, ALLOW_RESTARTS: 1", profiles),
    keeper(profiles),
  ].join("\n");
}

/** Who heals the healer, and what the healer stands on. */
function keeper(profiles: readonly string[]): string {
  return `  keeper:
    <<: *container
    image: \${QUANTUM_IMAGE:-quantum-trader}:\${QUANTUM_VERSION:-0.1.0}
    pull_policy: \${QUANTUM_PULL:-missing}
    container_name: quantum_keeper
    profiles: [${profiles.join(", ")}]
    entrypoint: [/app/keeper]
    mem_limit: 16m
    memswap_limit: 16m
    networks: [docker]
    depends_on:
      docker_watch: { condition: service_started }
      docker_restart: { condition: service_started }
`;
}

function proxy(name: string, rights: string, profiles: readonly string[]): string {
  return `  ${name}:
    <<: *container
    image: tecnativa/docker-socket-proxy:0.3.0
    container_name: quantum_${name}
    profiles: [${profiles.join(", ")}]
    # The socket belongs to root.
    user: root
    environment: { ${rights}, LOG_LEVEL: warning }
    mem_limit: 32m
    memswap_limit: 32m
    networks: [docker]
    tmpfs: ["/run:size=1m", "/tmp:size=1m", "/var/lib/haproxy:size=1m"]
    volumes: ["\${DOCKER_SOCKET:-/var/run/docker.sock}:/var/run/docker.sock:ro"]
`;
}
