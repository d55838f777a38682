import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { type Account, canReach, postgresAccount } from "./account.ts";
import { findPostgresPrograms, REACHABLE_FOLDER } from "./postgres-programs.ts";
import { type LocalServer, lastLines, type ServerCertificate } from "./redis.ts";
import { spawnTethered, stopProcess } from "./tethered-process.ts";

export interface PostgresOptions {
  /** Data folder of the cluster; created on first use, kept afterwards. */
  readonly folder: string;
  readonly port: number;
  readonly password: string;
  readonly logFile: string;
  /** False: for tests; a crash of the machine may lose data. */
  readonly durable: boolean;
  /** Speaks TLS to those who ask for it. */
  readonly tls?: ServerCertificate;
}

const START_WITHIN_MS = 20_000;
/** In the data folder, where Postgres looks for them. */
const CERTIFICATE = "server.crt";
const KEY = "server.key";
const run = promisify(execFile);

/** Starts a Postgres cluster on the loopback interface and waits until it accepts connections. User and first database: `quantum`. */
export async function startPostgres(wanted: PostgresOptions): Promise<LocalServer> {
  const account = postgresAccount();
  const options = { ...wanted, folder: folderFor(account, wanted.folder) };
  const programs = await findPostgresPrograms(account);
  if (!existsSync(join(options.folder, "PG_VERSION"))) await createCluster({ options, account, initdb: programs.initdb });
  if (options.tls) layCertificate(options.folder, options.tls, account);
  const child = spawnTethered({
    command: programs.postgres,
    args: ["-D", options.folder, ...settings(options)],
    logFile: options.logFile,
    account,
    farewell: "INT",
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()).once("error", () => resolve()));
  const server = {
    url: `postgres://quantum:${options.password}@127.0.0.1:${options.port}/quantum`,
    pid: child.pid ?? 0,
    port: options.port,
    exited,
    // SIGINT is Postgres' fast shutdown: it ends sessions and writes a checkpoint.
    stop: () => stopProcess(child, { signal: "SIGINT", withinMs: 15_000 }),
  };
  const failed = exited.then(() => Promise.reject(new Error(`Postgres ended while it was starting:\n${lastLines(options.logFile)}`)));
  failed.catch(() => undefined);
  const asking = new AbortController();
  try {
    await Promise.race([ensureDatabase(options, asking.signal), failed]);
  } catch (error) {
    await server.stop();
    throw error;
  } finally {
    asking.abort();
  }
  return server;
}

/** The folder in which a cluster that is asked for in `wanted` really lies. */
export function postgresFolder(wanted: string): string {
  return folderFor(postgresAccount(), wanted);
}

function folderFor(account: Account | null, wanted: string): string {
  if (!account || canReach(account, wanted)) return wanted;
  mkdirSync(REACHABLE_FOLDER, { recursive: true, mode: 0o755 });
  const name = createHash("sha256").update(wanted).digest("hex").slice(0, 16);
  return join(REACHABLE_FOLDER, name);
}

function settings(options: PostgresOptions): string[] {
  const pairs = {
    port: options.port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    shared_buffers: "32MB",
    max_connections: 60,
    max_wal_size: "256MB",
    // A fleet this small gains nothing from these background workers, and each is a process.
    autovacuum_max_workers: 1,
    max_logical_replication_workers: 0,
    max_parallel_workers: 0,
    io_method: "sync",
    ...(options.tls ? { ssl: "on", ssl_cert_file: CERTIFICATE, ssl_key_file: KEY } : {}),
    ...(options.durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  return Object.entries(pairs).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** Postgres refuses a key that anybody but its own account may read. */
function layCertificate(folder: string, tls: ServerCertificate, account: Account | null): void {
  const files = [
    [tls.certificateFile, join(folder, CERTIFICATE)],
    [tls.keyFile, join(folder, KEY)],
  ] as const;
  for (const [from, to] of files) {
    copyFileSync(from, to);
    chmodSync(to, 0o600);
    if (account) chownSync(to, account.uid, account.gid);
  }
}

async function createCluster(input: { options: PostgresOptions; account: Account | null; initdb: string }): Promise<void> {
  const { options, account } = input;
  mkdirSync(dirname(options.folder), { recursive: true });
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  if (account) chownSync(options.folder, account.uid, account.gid);
  const passwordFile = `${options.folder}.password`;
  writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 });
  if (account) chownSync(passwordFile, account.uid, account.gid);
  try {
    const args = ["--pgdata", options.folder, "--auth", "scram-sha-256", "--username", "quantum", "--pwfile", passwordFile];
    await run(input.initdb, [...args, "--encoding", "UTF8", "--locale", "C", ...(options.durable ? [] : ["--no-sync"])], {
      cwd: "/",
      env: { ...process.env, LC_ALL: "C" },
      ...(account ? { uid: account.uid, gid: account.gid } : {}),
    });
  } catch (error) {
    // A half-made cluster would be taken for a whole one at the next start.
    rmSync(options.folder, { recursive: true, force: true });
    throw new Error(`Postgres could not create its data folder ${options.folder}: ${(error as Error).message.trim()}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function ensureDatabase(options: PostgresOptions, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + START_WITHIN_MS;
  while (!signal.aborted) {
    const client = new pg.Client({
      host: "127.0.0.1",
      port: options.port,
      user: "quantum",
      password: options.password,
      database: "postgres",
      connectionTimeoutMillis: 2000,
    });
    client.on("error", () => undefined);
    const giveUp = () => void client.end().catch(() => undefined);
    signal.addEventListener("abort", giveUp, { once: true });
    try {
      await client.connect();
      const existing = await client.query("SELECT 1 FROM pg_database WHERE datname = 'quantum'");
      if (existing.rowCount === 0) await client.query("CREATE DATABASE quantum");
      return;
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`Postgres did not answer within ${START_WITHIN_MS} ms: ${(error as Error).message}`);
    } finally {
      signal.removeEventListener("abort", giveUp);
      await client.end().catch(() => undefined);
    }
    await pause(30);
  }
}
