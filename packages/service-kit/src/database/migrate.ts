import { fileURLToPath } from "node:url";
import { runner } from "node-pg-migrate";

/** Brings the schema up to date (under an advisory lock, so several may call it at once). Returns how many migrations ran. */
export async function migrate(databaseUrl: string): Promise<number> {
  const done = await runner({
    databaseUrl,
    dir: fileURLToPath(new URL("../../migrations", import.meta.url)),
    direction: "up",
    migrationsTable: "schema_migrations",
    log: () => undefined,
  });
  return done.length;
}
