/** What every service of the fleet is told, in Compose and in a Swarm alike: the lines of `x-environment`. */
export const EVERY_SERVICE_TEXT = `  HOST: 0.0.0.0
  REDIS_URL_FILE: /run/secrets/redis-url
  DATABASE_URL_FILE: /run/secrets/database-url
  CONTROL_TOKEN_FILE: /run/secrets/control-token
  EXCHANGE_MODE: \${EXCHANGE_MODE:-paper}
  INTERVAL: \${INTERVAL:-5m}
  LOG_LEVEL: \${LOG_LEVEL:-info}
  # Redis is small: the streams keep some thousand events each, everything that lasts is in Postgres.
  STREAM_MAX_LENGTH: "\${STREAM_MAX_LENGTH:-20000}"
`;
