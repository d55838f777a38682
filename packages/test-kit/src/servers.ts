import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, startPostgres, startRedis } from "@quantum/local-servers";

/** A server for the tests and the way to be rid of it. */
export interface TestServer {
  readonly url: string;
  readonly from: string;
  stop(): Promise<void>;
}

/** Redis on a free port, in a folder that is removed afterwards. */
export async function localRedis(): Promise<TestServer> {
  const folder = temporaryFolder("redis");
  const server = await startRedis({ folder, port: await freePort(), durable: false });
  return { url: server.url, from: "a local redis-server", stop: () => stopAndRemove(server, folder) };
}

/** Postgres on a free port, in a folder that is removed afterwards. */
export async function localPostgres(): Promise<TestServer> {
  const folder = temporaryFolder("postgres");
  const server = await startPostgres({
    folder: join(folder, "data"),
    port: await freePort(),
    password: "test",
    logFile: join(folder, "postgres.log"),
    durable: false,
  });
  return { url: server.url, from: "embedded Postgres", stop: () => stopAndRemove(server, folder) };
}

function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `quantum-test-${name}-`));
  // Postgres may run under an account of its own and must be able to pass through.
  chmodSync(folder, 0o711);
  return folder;
}

async function stopAndRemove(server: { stop(): Promise<void> }, folder: string): Promise<void> {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
