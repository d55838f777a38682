/**
 * What a service costs while nothing happens, next to a bare process at the same time: CPU time, how often it wakes, what it asks of Redis and
 * what that costs there. The streams hold what a fleet of 20 services with 100 symbols leaves in them; each process has a Redis of its own.
 * Run: node bench/idle.ts [seconds]
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { NODE_ENVIRONMENT, NODE_FLAGS } from "@quantum/cli";
import { freePort, startRedis } from "@quantum/local-servers";
import { busKeys } from "@quantum/service-kit/bus";
import { STREAMS } from "@quantum/types";
import { Redis } from "ioredis";

const SECONDS = Number(process.argv[2] ?? 60);
/** Start-up, compilation and the collection of its garbage are over by then. */
const SETTLE_MS = 20_000;
const GROUPS = 20;
const ENTRIES = 200;
/** Characters of one entry: bars or signals of 100 symbols. */
const ENTRY_CHARS = 20_000;
const GOAL_PERCENT = 0.2;

/** What was used since the start of the process, and of its Redis. */
interface Used {
  readonly cpuMs: number;
  readonly wakeUps: number;
  readonly redisCpuMs: number;
  readonly commands: number;
}

/** One process under measurement. */
interface Idler {
  readonly title: string;
  used(): Promise<Used>;
  stop(): Promise<void>;
}

async function fill(redis: Redis): Promise<void> {
  const keys = busKeys("quantum");
  const json = JSON.stringify({ filler: "x".repeat(ENTRY_CHARS) });
  for (const stream of STREAMS) {
    const key = keys.stream(stream);
    for (let n = 0; n < ENTRIES; n++) await redis.xadd(key, `${await redis.incr(keys.sequence)}-0`, "type", "unread", "d", json);
    for (let n = 0; n < GROUPS; n++) await redis.xgroup("CREATE", key, `group-${n}`, "$");
    // Idling is measured, not catching up.
    await redis.xgroup("CREATE", key, "idle", "$");
  }
}

function forked(what: string, redisUrl: string): ChildProcess {
  const env = { ...process.env, ...NODE_ENVIRONMENT, REDIS_URL: redisUrl };
  return fork(join(import.meta.dirname, "idle", "child.ts"), [what], { execArgv: [...NODE_FLAGS], env });
}

async function figuresOf(child: ChildProcess, redis: Redis): Promise<Used> {
  const answered = once(child, "message");
  child.send("figures");
  const [own] = (await answered) as [Pick<Used, "cpuMs" | "wakeUps">];
  const info = await redis.info();
  const field = (name: string): number => Number(new RegExp(`^${name}:([0-9.]+)`, "m").exec(info)?.[1]);
  const redisCpuMs = 1_000 * (field("used_cpu_sys_main_thread") + field("used_cpu_user_main_thread"));
  return { ...own, redisCpuMs, commands: field("total_commands_processed") };
}

async function idler(title: string, what: "bare" | "service", asksHealth: boolean): Promise<Idler> {
  const redisFolder = join(folder, title);
  mkdirSync(redisFolder);
  const server = await startRedis({ folder: redisFolder, port: await freePort(), durable: true });
  const redis = new Redis(server.url);
  await fill(redis);
  const child = forked(what, server.url);
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  const ask = (): void =>
    void fetch(`http://127.0.0.1:${port}/health`, { headers: { connection: "close" } }).then((answer) => answer.text());
  const asking = asksHealth ? setInterval(ask, 1_000) : undefined;
  const stop = async (): Promise<void> => {
    clearInterval(asking);
    const ended = once(child, "exit");
    child.disconnect();
    await ended;
    redis.disconnect();
    await server.stop();
  };
  return { title, used: () => figuresOf(child, redis), stop };
}

const folder = mkdtempSync(join(tmpdir(), "quantum-bench-"));
const idlers: Idler[] = [];
try {
  idlers.push(await idler("bare: 1 blocking read, 1 GET a second", "bare", false));
  idlers.push(await idler("service", "service", false));
  idlers.push(await idler("service, asked for health each second", "service", true));
  await pause(SETTLE_MS);
  const before = await Promise.all(idlers.map((one) => one.used()));
  const startedAt = performance.now();
  await pause(SECONDS * 1_000);
  const after = await Promise.all(idlers.map((one) => one.used()));
  const seconds = (performance.now() - startedAt) / 1_000;
  console.log(
    `# idle bench, ${new Date().toISOString().slice(0, 10)}, ${cpus().length} x ${cpus()[0]?.model}, node ${process.version}, ${SECONDS} s, goal ${GOAL_PERCENT} % of a core`,
  );
  console.log(`${"process".padEnd(40)}  CPU %   times bare   wake-ups/s   Redis commands/s   Redis CPU %`);
  const rate = (place: number, of: keyof Used): number =>
    ((after[place]?.[of] ?? Number.NaN) - (before[place]?.[of] ?? Number.NaN)) / seconds;
  for (const [place, { title }] of idlers.entries()) {
    const [cpu, ratio] = [rate(place, "cpuMs") / 10, rate(place, "cpuMs") / rate(0, "cpuMs")];
    console.log(
      `${title.padEnd(40)} ${cpu.toFixed(3).padStart(6)} ${ratio.toFixed(2).padStart(12)} ${rate(place, "wakeUps").toFixed(1).padStart(12)} ${rate(place, "commands").toFixed(1).padStart(18)} ${(rate(place, "redisCpuMs") / 10).toFixed(3).padStart(13)}`,
    );
  }
} finally {
  for (const one of idlers) await one.stop();
  rmSync(folder, { recursive: true, force: true });
}
