import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo, Server, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { type LocalServer, startPostgres, startRedis } from "@quantum/local-servers";
import { eventually, freePort, testAuthority, writeCertificate } from "@quantum/test-kit";
import { Redis } from "ioredis";
import { forward } from "../src/compose/forward.ts";
import { REPOSITORY } from "../src/repository.ts";

const PASSWORD = "only-for-this-test";
const JOB_WITHIN_MS = 30_000;
const HEALTHY_WITHIN_MS = 20_000;

jest.setTimeout(JOB_WITHIN_MS);

const folder = mkdtempSync(join(tmpdir(), "quantum-tls-"));
// Postgres may run under an account of its own and must be able to pass through.
chmodSync(folder, 0o711);
const ours = testAuthority("quantum test authority");
const authorityFile = join(folder, "ours.pem");
const strangerFile = join(folder, "stranger.pem");
writeFileSync(authorityFile, ours.certificate);
writeFileSync(strangerFile, testAuthority("somebody else").certificate);

/** A server that is reached the way containers reach it: through a forwarder that knows nothing of TLS, and can drop every line. */
class Door {
  readonly port: number;
  readonly #server: Server;
  readonly #lines = new Set<Socket>();

  constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on("connection", (line: Socket) => {
      this.#lines.add(line);
      line.once("close", () => this.#lines.delete(line));
    });
  }

  dropAll(): number {
    const { size } = this.#lines;
    for (const line of this.#lines) line.resetAndDestroy();
    return size;
  }

  async close(): Promise<void> {
    this.dropAll();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

let redis: LocalServer;
let postgres: LocalServer;
let doors: { redis: Door; postgres: Door };
const running: ChildProcess[] = [];

const redisUrl = (host = "localhost") => `rediss://:${PASSWORD}@${host}:${doors.redis.port}/0`;
const databaseUrl = (host = "localhost") => `postgres://quantum:${PASSWORD}@${host}:${doors.postgres.port}/quantum?sslmode=verify-full`;

beforeAll(async () => {
  const tls = writeCertificate(folder, ours.issue("localhost"));
  const at = (name: string) => ({ folder: join(folder, name), password: PASSWORD, durable: false, tls });
  redis = await startRedis({ ...at("redis"), port: await freePort() });
  postgres = await startPostgres({ ...at("postgres"), port: await freePort(), logFile: join(folder, "postgres.log") });
  const door = async (port: number) => new Door(await forward({ port: 0, to: { host: "127.0.0.1", port } }, () => undefined));
  doors = { redis: await door(redis.port), postgres: await door(postgres.port) };
}, 60_000);

afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
});

afterAll(async () => {
  await Promise.all([doors?.redis.close(), doors?.postgres.close()]);
  await Promise.all([redis?.stop(), postgres?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

interface Given {
  readonly authority?: string;
  readonly host?: string;
}

function environment({ authority = authorityFile, host = "localhost" }: Given): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    NODE_EXTRA_CA_CERTS: authority,
    NODE_OPTIONS: "--disable-warning=ExperimentalWarning",
    REDIS_URL: redisUrl(host),
    DATABASE_URL: databaseUrl(host),
    QUANTUM_REDIS_URL: redisUrl(host),
    QUANTUM_DATABASE_URL: databaseUrl(host),
    QUANTUM_HOME: join(folder, "home"),
  };
}

interface Done {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process of its own, because which authorities are known is decided when a process starts. */
function job(file: string, args: readonly string[], given: Given): Promise<Done> {
  const how = { cwd: REPOSITORY, env: environment(given), timeout: JOB_WITHIN_MS } as const;
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [file, ...args], how, (_, stdout, stderr) =>
      resolve({ status: child.exitCode, stdout, stderr }),
    );
  });
}

const migrate = (given: Given) => job("packages/service-kit/src/migrate-job.ts", [], given);
const goodbye = (given: Given) => job("packages/cli/src/compose/goodbye-job.ts", ["pba"], given);
const doctor = async (given: Given) =>
  (JSON.parse((await job("packages/cli/src/main.ts", ["doctor", "--json"], given)).stdout) as { findings: Finding[] }).findings;
interface Finding {
  readonly check: string;
  readonly verdict: string;
  readonly found: string;
  readonly fix: string;
}

interface Health {
  readonly status: string;
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
  readonly mode: string;
  readonly rowsBacklog: number;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** universe_os as a process of its own. */
async function service(given: Given) {
  const port = await freePort();
  const env = {
    ...environment(given),
    PORT: String(port),
    INTERVAL: "5m",
    CONTROL_TOKEN: "a-control-token-for-tests",
    MODES: "OBSERVE,ENFORCED,OFF",
  };
  running.push(spawn(process.execPath, ["services/universe-os/src/main.ts"], { cwd: REPOSITORY, env, stdio: "ignore" }));
  const at = `http://127.0.0.1:${port}`;
  return {
    health: async () => (await (await fetch(`${at}/health`)).json()) as Health,
    async setMode(mode: string) {
      const headers = { authorization: "Bearer a-control-token-for-tests", "content-type": "application/json" };
      return (await fetch(`${at}/set_mode/${mode}`, { method: "POST", headers, body: JSON.stringify({ by: "test", reason: "a drill" }) }))
        .status;
    },
  };
}

const FOREIGN = { authority: strangerFile };
/** Not the name that the certificate is for. */
const MISNAMED = { host: "127.0.0.1" };

describe("Postgres with TLS", () => {
  it("brings its schema up to date when its authority is known", async () => {
    expect(await migrate({})).toMatchObject({ status: 0, stdout: expect.stringContaining("the schema is up to date") });
  });

  it("is refused by the job migrate when its authority is not known, with the variable and the way out", async () => {
    expect(await migrate(FOREIGN)).toMatchObject({
      status: 78,
      stderr: expect.stringMatching(/^migrate: DATABASE_URL: .*NODE_EXTRA_CA_CERTS/s),
    });
  });

  it("is refused by the job migrate under a name that is not in its certificate", async () => {
    expect(await migrate(MISNAMED)).toMatchObject({
      status: 78,
      stderr: expect.stringContaining("DATABASE_URL: its certificate is for another host name"),
    });
  });
});

describe("Redis with TLS", () => {
  it("takes a goodbye when its authority is known", async () => {
    expect(await goodbye({})).toMatchObject({ status: 0, stdout: '{"goodbye":[]}\n' });
  });

  it("is refused by the job goodbye when its authority or its name is not right, with the variable and the way out", async () => {
    expect(await goodbye(FOREIGN)).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^goodbye: REDIS_URL: .*NODE_EXTRA_CA_CERTS/s),
    });
    expect(await goodbye(MISNAMED)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("REDIS_URL: its certificate is for another host name"),
    });
  });
});

describe("the launcher's doctor", () => {
  const about = (check: string, findings: readonly Finding[]) => findings.find((finding) => finding.check === check);

  it("finds both servers in order but for what they lack", async () => {
    const findings = await doctor({});
    expect(about("postgres", findings)).toMatchObject({ verdict: "ok" });
    expect(about("redis", findings)).toMatchObject({ verdict: "warning", found: "QUANTUM_REDIS_URL: it keeps no append-only file" });
  });

  it.each([
    ["an authority that is not known", FOREIGN, "NODE_EXTRA_CA_CERTS"],
    ["a name that is not in the certificate", MISNAMED, "the name that stands in the certificate"],
  ])("names the variable and the way out for %s", async (_, given, fix) => {
    const findings = await doctor(given);
    const servers = [
      ["redis", "QUANTUM_REDIS_URL: its certificate"],
      ["postgres", "QUANTUM_DATABASE_URL: its certificate"],
    ] as const;
    for (const [check, found] of servers)
      expect(about(check, findings)).toMatchObject({
        verdict: "problem",
        found: expect.stringContaining(found),
        fix: expect.stringContaining(fix),
      });
  });
});

describe("a service over TLS", () => {
  it("works, and is back by itself after every line was dropped, with what its Redis is not fit for", async () => {
    expect((await migrate({})).status).toBe(0);
    const { health, setMode } = await service({});
    const healthy = { withinMs: HEALTHY_WITHIN_MS, what: "healthy" };
    await eventually(async () => (await health()).status === "HEALTHY", healthy);
    expect((await health()).warnings).toEqual([]);
    expect(await setMode("OFF")).toBe(200);
    await eventually(async () => (await health()).rowsBacklog === 0, healthy);
    const direct = new Redis(`rediss://:${PASSWORD}@localhost:${redis.port}/0`, { tls: { ca: ours.certificate } });
    await direct.config("SET", "maxmemory-policy", "allkeys-lru");
    direct.disconnect();
    expect(doors.redis.dropAll()).toBeGreaterThan(0);
    expect(doors.postgres.dropAll()).toBeGreaterThan(0);
    await eventually(async () => (await health()).warnings.length > 0, { ...healthy, what: "connected again" });
    expect((await health()).warnings[0]).toMatch(
      /^REDIS_URL: it evicts keys \(maxmemory-policy allkeys-lru\); set maxmemory-policy noeviction/,
    );
    await eventually(async () => (await setMode("ENFORCED")) === 200, healthy);
    const after = await eventually(async () => {
      const now = await health();
      return now.status === "HEALTHY" && now.rowsBacklog === 0 && now;
    }, healthy);
    expect(after).toMatchObject({ mode: "ENFORCED", dependencies: { redis: "ok", postgres: "ok" } });
  }, 90_000);

  it.each([
    ["an authority that is not known", FOREIGN, "NODE_EXTRA_CA_CERTS"],
    ["a name that is not in the certificate", MISNAMED, "the name that stands in the certificate"],
  ])(
    "stays away and says why with %s",
    async (_, given, fix) => {
      const { health } = await service(given);
      const said = await eventually(async () => (await health()).reasons.find((reason) => reason.startsWith("REDIS_URL")), {
        withinMs: HEALTHY_WITHIN_MS,
      });
      expect(said).toContain(fix);
      expect((await health()).status).not.toBe("HEALTHY");
    },
    60_000,
  );
});
