/** A file made from the manifest: where it lies, seen from the repository, and what it says. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** Secrets of a deployment; scripts/make_secrets.sh makes the files. */
export const COMPOSE_SECRETS = [
  "control-token",
  "redis-password",
  "redis-url",
  "postgres-password",
  "database-url",
  "exchange-api-key",
  "exchange-api-secret",
  "grafana-password",
  "alert_webhook_url",
  "alert_telegram_bot_token",
  "alert_telegram_chat_id",
] as const;

/** The authority of a Redis and a Postgres elsewhere; its file may be empty. */
export const SERVERS_CA = "servers-ca";

/** First lines of what is generated. */
export const MADE = "# Made from fleet.ts by `./quantum compose write`; change that, or packages/cli/src/compose, not this.\n";
