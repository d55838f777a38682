import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";
import { findExecutable } from "./executable.ts";
import { spawnTethered, stopProcess } from "./tethered-process.ts";

/** A server that was started here. */
export interface LocalServer {
  readonly url: string;
  readonly pid: number;
  readonly port: number;
  /** Resolves when the process has ended by itself or was stopped. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

export interface RedisOptions {
  readonly folder: string;
  readonly port: number;
  readonly password?: string;
  /** True: every write is on disk within a second and survives a restart. False: for tests. */
  readonly durable: boolean;
  /** Speaks TLS only. */
  readonly tls?: ServerCertificate;
}

/** Files of a server's certificate and of its key, in PEM. */
export interface ServerCertificate {
  readonly certificateFile: string;
  readonly keyFile: string;
}

const START_WITHIN_MS = 10_000;

/** The Redis (or Valkey) server of this machine, or null. */
export function findRedisServer(): string | null {
  return findExecutable(["redis-server", "valkey-server"]);
}

/** Starts Redis on the loopback interface and waits until it answers. */
export async function startRedis(options: RedisOptions): Promise<LocalServer> {
  const program = findRedisServer();
  if (!program) throw new Error(REDIS_MISSING);
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const logFile = join(options.folder, "redis.log");
  const child = spawnTethered({ command: program, args: [writeConfiguration(options)], logFile, farewell: "TERM" });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()).once("error", () => resolve()));
  const scheme = options.tls ? "rediss" : "redis";
  const server = {
    url: options.password ? `${scheme}://:${options.password}@127.0.0.1:${options.port}/0` : `${scheme}://127.0.0.1:${options.port}/0`,
    pid: child.pid ?? 0,
    port: options.port,
    exited,
    stop: () => stopProcess(child, { signal: "SIGTERM", withinMs: 10_000 }),
  };
  const failed = exited.then(() => Promise.reject(new Error(`Redis ended while it was starting:\n${lastLines(logFile)}`)));
  failed.catch(() => undefined);
  const asking = new AbortController();
  try {
    await Promise.race([answers(server.url, asking.signal, options.tls !== undefined), failed]);
  } catch (error) {
    await server.stop();
    throw error;
  } finally {
    asking.abort();
  }
  return server;
}

/** What to tell someone whose machine has no Redis. */
export const REDIS_MISSING =
  "no redis-server or valkey-server on this machine. Install one: apt-get install redis-server (Debian, Ubuntu), " +
  "dnf install valkey (Fedora), apk add redis (Alpine), brew install redis (macOS); or give the address of one: QUANTUM_REDIS_URL for the fleet, REDIS_URL for the tests.";

/** The password goes into a private file and not onto the command line, where every user could read it. */
function writeConfiguration(options: RedisOptions): string {
  const lines = [
    "bind 127.0.0.1",
    ...(options.tls
      ? [
          "port 0",
          `tls-port ${options.port}`,
          `tls-cert-file "${options.tls.certificateFile}"`,
          `tls-key-file "${options.tls.keyFile}"`,
          "tls-auth-clients no",
        ]
      : [`port ${options.port}`]),
    `dir "${options.folder}"`,
    "daemonize no",
    'save ""',
    options.durable ? "appendonly yes\nappendfsync everysec\naof-use-rdb-preamble yes" : "appendonly no",
    ...(options.password ? [`requirepass ${options.password}`] : []),
    "maxmemory-policy noeviction",
    "tcp-keepalive 60",
  ];
  const file = join(options.folder, "redis.conf");
  writeFileSync(file, `${lines.join("\n")}\n`, { mode: 0o600 });
  return file;
}

/** Our own child is known by its port; whose certificate it has is for its users to check. */
async function answers(url: string, signal: AbortSignal, tls: boolean): Promise<void> {
  const deadline = Date.now() + START_WITHIN_MS;
  while (!signal.aborted) {
    const client = new Redis(url, {
      lazyConnect: true,
      retryStrategy: () => null,
      maxRetriesPerRequest: 0,
      connectTimeout: 1000,
      ...(tls ? { tls: { rejectUnauthorized: false } } : {}),
    });
    client.on("error", () => undefined);
    signal.addEventListener("abort", () => client.disconnect(), { once: true });
    try {
      await client.connect();
      await client.ping();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`Redis did not answer within ${START_WITHIN_MS} ms: ${(error as Error).message}`);
    } finally {
      client.disconnect();
    }
    await pause(20);
  }
}

/** The end of a log, for an error message. */
export function lastLines(file: string, count = 8): string {
  try {
    return readFileSync(file, "utf8").trimEnd().split("\n").slice(-count).join("\n");
  } catch {
    return "(no log)";
  }
}
