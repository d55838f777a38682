import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { eventually } from "@quantum/test-kit";
import { Redis } from "ioredis";
import pg from "pg";
import { freePort, isPortFree } from "./port.ts";
import { postgresFolder, startPostgres } from "./postgres.ts";
import { type LocalServer, startRedis } from "./redis.ts";

let folder: string;
const running: LocalServer[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quantum-servers-"));
  chmodSync(folder, 0o711);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
  rmSync(folder, { recursive: true, force: true });
});

async function redis(port: number): Promise<LocalServer> {
  const server = await startRedis({ folder: join(folder, "redis"), port, password: "only-for-this-test", durable: true });
  running.push(server);
  return server;
}

async function postgres(port: number): Promise<LocalServer> {
  const server = await startPostgres({
    folder: join(folder, "postgres"),
    port,
    password: "only-for-this-test",
    logFile: join(folder, "postgres.log"),
    durable: true,
  });
  running.push(server);
  return server;
}

describe("a local Redis", () => {
  it("wants its password, keeps it in a private file, and has what was written after a restart", async () => {
    const port = await freePort();
    const first = await redis(port);
    const client = new Redis(first.url);
    await client.set("key", "value");
    client.disconnect();
    await first.stop();
    expect(statSync(join(folder, "redis", "redis.conf")).mode & 0o777).toBe(0o600);
    const again = new Redis((await redis(port)).url);
    const stranger = new Redis(port, "127.0.0.1", { lazyConnect: true, retryStrategy: () => null, enableReadyCheck: false });
    stranger.on("error", () => undefined);
    try {
      expect(await again.get("key")).toBe("value");
      await expect(stranger.get("key")).rejects.toThrow(/NOAUTH/);
    } finally {
      again.disconnect();
      stranger.disconnect();
    }
  });

  it("says what Redis said when it cannot start", async () => {
    const port = await freePort();
    const taken = createServer((socket) => socket.destroy()).listen(port, "127.0.0.1");
    await once(taken, "listening");
    await expect(redis(port)).rejects.toThrow(/Redis ended while it was starting:[\s\S]*in use/);
    taken.close();
  });
});

describe("a local Postgres", () => {
  it("wants its password and has what was written after a restart", async () => {
    const port = await freePort();
    const first = await postgres(port);
    const client = new pg.Client({ connectionString: first.url });
    await client.connect();
    await client.query("CREATE TABLE kept AS SELECT 1.10::numeric AS amount");
    await client.end();
    await first.stop();
    const again = new pg.Client({ connectionString: (await postgres(port)).url });
    await again.connect();
    expect((await again.query("SELECT amount FROM kept")).rows).toEqual([{ amount: "1.10" }]);
    await again.end();
    const stranger = new pg.Client({ host: "127.0.0.1", port, user: "quantum", password: "wrong", database: "quantum" });
    await expect(stranger.connect()).rejects.toThrow(/password authentication failed/);
    await stranger.end();
  });

  it("says what Postgres said when it cannot start", async () => {
    const port = await freePort();
    const taken = createServer((socket) => socket.destroy()).listen(port, "127.0.0.1");
    await once(taken, "listening");
    await expect(postgres(port)).rejects.toThrow(/Postgres ended while it was starting:[\s\S]*in use/);
    taken.close();
  });
});

const asRoot = process.getuid?.() === 0 ? it : it.skip;

describe("a local Postgres started by root", () => {
  asRoot("keeps its data elsewhere when its account cannot enter the folder asked for", async () => {
    chmodSync(folder, 0o700);
    const really = postgresFolder(join(folder, "postgres"));
    expect(really).not.toContain(folder);
    try {
      const client = new pg.Client({ connectionString: (await postgres(await freePort())).url });
      await client.connect();
      expect((await client.query("SHOW data_directory")).rows).toEqual([{ data_directory: really }]);
      await client.end();
    } finally {
      await Promise.all(running.splice(0).map((server) => server.stop()));
      rmSync(really, { recursive: true, force: true });
    }
  });
});

const onLinux = process.platform === "linux" ? it : it.skip;

describe("servers whose launcher is killed", () => {
  onLinux("end with it", async () => {
    const port = await freePort();
    const script = join(folder, "launcher.ts");
    const module = new URL("./redis.ts", import.meta.url).href;
    const options = JSON.stringify({ folder: join(folder, "redis"), port, durable: false });
    writeFileSync(
      script,
      `const { startRedis } = await import(${JSON.stringify(module)}); await startRedis(${options}); console.log("up"); setInterval(() => 0, 1000);`,
    );
    const launcher: ChildProcess = spawn(process.execPath, [script], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, NODE_OPTIONS: "" },
    });
    await once(launcher.stdout as NodeJS.ReadableStream, "data");
    expect(await isPortFree(port)).toBe(false);
    launcher.kill("SIGKILL");
    await once(launcher, "exit");
    const log = () => readFileSync(join(folder, "redis", "redis.log"), "utf8");
    await eventually(() => isPortFree(port), { what: "the port is free" });
    expect(log()).toMatch(/SIGTERM/);
  });
});
