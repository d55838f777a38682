import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Pool } from "pg";

/** Where the numbered migrations lie, and the table that says which were run. */
export const MIGRATIONS_FOLDER = fileURLToPath(new URL("../../migrations", import.meta.url));
export const MIGRATIONS_TABLE = "schema_migrations";

/** How many migrations a database lacks that this version of the fleet needs. */
export async function migrationsMissing(pool: Pick<Pool, "query">): Promise<number> {
  const needed = readdirSync(MIGRATIONS_FOLDER)
    .filter((name) => name.endsWith(".sql"))
    .map((name) => name.slice(0, -".sql".length));
  const { rows: tables } = await pool.query<{ there: boolean }>("SELECT to_regclass($1) IS NOT NULL AS there", [MIGRATIONS_TABLE]);
  if (tables[0]?.there !== true) return needed.length;
  const { rows } = await pool.query<{ name: string }>(`SELECT name FROM ${MIGRATIONS_TABLE}`);
  const done = new Set(rows.map(({ name }) => name));
  return needed.filter((name) => !done.has(name)).length;
}
