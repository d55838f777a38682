import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, startPostgres } from "@quantum/local-servers";
import type { CliFailure } from "../failure.ts";
import { requireOutsidePostgres } from "../launch/outside-servers.ts";
import { type Finding, ok, problem } from "./check.ts";

/** Starts a Postgres for a moment: the only way to know that it can. */
export async function checkPostgres(): Promise<Finding> {
  if (process.env.QUANTUM_DATABASE_URL) return checkOutsidePostgres(process.env.QUANTUM_DATABASE_URL);
  const folder = mkdtempSync(join(tmpdir(), "quantum-doctor-"));
  chmodSync(folder, 0o711);
  const startedAt = Date.now();
  try {
    const place = { folder: join(folder, "data"), port: await freePort(), logFile: join(folder, "postgres.log") };
    const server = await startPostgres({ ...place, password: "doctor", durable: false });
    await server.stop();
    return ok("postgres", `embedded; creates a cluster and answers in ${Date.now() - startedAt} ms`);
  } catch (error) {
    return problem("postgres", (error as Error).message, "fix the cause above, or set QUANTUM_DATABASE_URL to a server of your own");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function checkOutsidePostgres(url: string): Promise<Finding> {
  try {
    await requireOutsidePostgres(url);
    return ok("postgres", "QUANTUM_DATABASE_URL names a server, and it can be used");
  } catch (error) {
    return problem("postgres", (error as CliFailure).message, (error as CliFailure).fix);
  }
}
