import { setTimeout as pause } from "node:timers/promises";
import { runner } from "node-pg-migrate";
import pg from "pg";
import { MIGRATIONS_FOLDER, MIGRATIONS_TABLE } from "./schema.ts";

/** The oldest Postgres that the fleet is run with. */
const OLDEST_MAJOR = 15;
/** A database that is just being started, or whose name is not known yet, is waited for. */
const THERE_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 500;
const CONNECT_WITHIN_MS = 5_000;
/** What ends by itself: nobody listens (yet), no such name (yet), the line broke, the server is starting or full. */
const PASSING = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|57P03|53300|57P01)$/;

/** Brings the schema up to date (under an advisory lock, so several may call it at once). Returns how many migrations ran. */
export async function migrate(databaseUrl: string): Promise<number> {
  const done = await runner({
    databaseUrl,
    dir: MIGRATIONS_FOLDER,
    direction: "up",
    migrationsTable: MIGRATIONS_TABLE,
    log: () => undefined,
  });
  return done.length;
}

/** The same, after waiting for the server. @throws when it does not come, refuses us, or is too old. */
export async function migrateWhenThere(databaseUrl: string, withinMs = THERE_WITHIN_MS): Promise<number> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      await requirePostgres(databaseUrl);
      return await migrate(databaseUrl);
    } catch (error) {
      if (!isPassing(error) || Date.now() > deadline) throw error;
      await pause(LOOK_EVERY_MS);
    }
  }
}

/** @throws when the server cannot be used, or is older than what the fleet is run with. */
export async function requirePostgres(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_WITHIN_MS });
  // A connection that breaks fails the query; the event would end the process.
  client.on("error", () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ version: string }>("SELECT current_setting('server_version_num') AS version");
    const major = Math.floor(Number(rows[0]?.version) / 10_000);
    if (major < OLDEST_MAJOR) throw new Error(`DATABASE_URL: Postgres ${major} is too old; use ${OLDEST_MAJOR} or newer`);
  } finally {
    await client.end();
  }
}

function isPassing(error: unknown): boolean {
  const { code = "", errors = [], message = "" } = error as { code?: string; errors?: unknown[]; message?: string };
  return PASSING.test(code) || /timeout expired|Connection terminated/i.test(message) || errors.some(isPassing);
}
