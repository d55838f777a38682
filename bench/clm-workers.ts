/**
 * What clm's workers do: evaluations of the models a minute with one and with two workers, their memory, and what their work does to a
 * hop on the bus. Run: node bench/clm-workers.ts [days of predictions] [symbols]   (starts its own Redis and Postgres on free ports)
 */
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort, startPostgres, startRedis } from "@quantum/local-servers";
import { connectDatabase, migrate } from "@quantum/service-kit/database";
import { giveWay, JobQueue } from "@quantum/service-kit/jobs";
import { createLogger } from "@quantum/service-kit/logger";
import { bundle } from "../packages/cli/src/launch/bundle.ts";
import { NODE_ENVIRONMENT, NODE_FLAGS } from "../packages/cli/src/launch/node-flags.ts";
import { type HopBench, openHopBench } from "./clm/hops.ts";

const DAYS = Number(process.argv[2] ?? 30);
const SYMBOLS = Number(process.argv[3] ?? 20);
const JOBS = 6;
const ROUNDS = 12;
const HOUR_MS = 3_600_000;
const FROM_AT = Date.UTC(2026, 0, 1);
const silent = createLogger("bench", "silent");

const folder = mkdtempSync(join(tmpdir(), "quantum-bench-"));
chmodSync(folder, 0o711);
const redis = await startRedis({ folder, port: await freePort(), durable: true });
const postgres = await startPostgres({
  folder: join(folder, "data"),
  port: await freePort(),
  password: "bench",
  logFile: join(folder, "postgres.log"),
  durable: true,
});
await migrate(postgres.url);
const pool = connectDatabase(postgres.url, silent);
const queue = new JobQueue({ redisUrl: redis.url, redisPrefix: "bench", queue: "clm" }, silent);
const started: ChildProcess[] = [];

/** Noise for all slots, one cycle every five minutes, made where it is stored. */
async function storePredictions(): Promise<number> {
  const vote = (slot: string) =>
    `jsonb_build_object('slot', '${slot}', 'model', 'made-up', 'version', '1', 'weight', 1, 'probabilityUp', 0.5 + 0.1 * (random() - 0.5))`;
  const { rowCount } = await pool.query(
    `INSERT INTO predictions
     SELECT at || ':' || symbol, at, 'S' || symbol || 'USDT', 'NONE', 0, 0.5 + 0.05 * (random() - 0.5), 100, 12, '{}'::jsonb,
            jsonb_build_array(${["XGB", "LGBM", "NH", "PT"].map(vote).join(", ")}), at + $3::bigint, random() - 0.5, null, 'LABELLED'
     FROM generate_series($1::bigint, $2::bigint, 300000) AS at, generate_series(1, $4::int) AS symbol`,
    [FROM_AT, FROM_AT + DAYS * 24 * HOUR_MS - 1, HOUR_MS, SYMBOLS],
  );
  await pool.query("ANALYZE predictions");
  return rowCount ?? 0;
}

async function startWorker(file: string): Promise<ChildProcess & { readonly pid: number }> {
  const port = await freePort();
  const own = {
    CLM_ROLE: "worker",
    PORT: String(port),
    REDIS_URL: redis.url,
    REDIS_PREFIX: "bench",
    DATABASE_URL: postgres.url,
    LOG_LEVEL: "warn",
  };
  const worker = spawn(process.execPath, [...NODE_FLAGS, file], {
    env: { ...process.env, ...NODE_ENVIRONMENT, ...own },
    stdio: "inherit",
    detached: true,
  });
  started.push(worker);
  for (let tries = 0; tries < 200; tries++) {
    await pause(100);
    const healthy = await fetch(`http://127.0.0.1:${port}/health`)
      .then((answer) => answer.ok)
      .catch(() => false);
    if (healthy) return worker as ChildProcess & { readonly pid: number };
  }
  throw new Error("a worker did not become healthy");
}

/** Asks for evaluations nobody has made yet: every window begins a little earlier. */
let asked = 0;
async function ask(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    const fromAt = FROM_AT - ++asked;
    const toAt = FROM_AT + DAYS * 24 * HOUR_MS;
    ids.push(`evaluation-${fromAt}-${toAt}`);
    await queue.ask({ id: ids.at(-1) as string, kind: "evaluate-models", data: { fromAt, toAt } });
  }
  return ids;
}

async function untilDone(ids: readonly string[], meanwhile: () => void): Promise<void> {
  for (;;) {
    meanwhile();
    const { waiting, delayed, active, failed } = await queue.figures();
    if (failed > 0) throw new Error((await queue.failures())[0]?.reason ?? "a job failed");
    if (waiting + delayed + active === 0 && (await queue.look(ids.at(-1) as string))?.state === "completed") return;
    await pause(50);
  }
}

/** Kilobytes of a line of /proc/<pid>/status; 0 when the process is gone. */
function memoryKb(pid: number, field: "VmRSS" | "VmHWM"): number {
  try {
    return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

const memory = { worker: 0, work: 0 };
function lookAtMemory(workers: readonly number[]): void {
  for (const pid of workers) {
    memory.worker = Math.max(memory.worker, memoryKb(pid, "VmRSS"));
    for (const child of childrenOf(pid)) memory.work = Math.max(memory.work, memoryKb(child, "VmHWM"));
  }
}

async function jobsPerMinute(workers: readonly number[]): Promise<number> {
  const startedAt = performance.now();
  await untilDone(await ask(JOBS), () => lookAtMemory(workers));
  return (JOBS * 60_000) / (performance.now() - startedAt);
}

/** As many processes as processors that do nothing but calculate, as training would, at the priority a job has. */
async function whileTraining<T>(work: () => Promise<T>): Promise<T> {
  const busy = cpus().map(() =>
    spawn(process.execPath, ["-e", "for (let x = 1; ; x++) Math.sqrt(x)"], { stdio: "ignore", detached: true }),
  );
  for (const { pid } of busy) if (pid !== undefined) giveWay(pid);
  await pause(300);
  try {
    return await work();
  } finally {
    for (const child of busy) child.kill("SIGKILL");
  }
}

async function whileEvaluating(hops: () => Promise<number[]>): Promise<number[]> {
  const ids = await ask(2);
  const times = await hops();
  await untilDone(ids, () => undefined);
  return times;
}

/** The quieter rounds say what is measured; the others what else runs on the machine. */
const QUIET_SHARE = 0.25;
const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] as number;
const quietest = (values: readonly number[]): number => percentile(values, QUIET_SHARE);

async function measureHops(bench: HopBench): Promise<Record<string, { p50: number[]; p99: number[] }>> {
  const seen: Record<string, { p50: number[]; p99: number[] }> = {};
  const note = (name: string, times: readonly number[]): void => {
    seen[name] ??= { p50: [], p99: [] };
    seen[name].p50.push(percentile(times, 0.5));
    seen[name].p99.push(percentile(times, 0.99));
  };
  await bench.hops();
  for (let round = 0; round < ROUNDS; round++) {
    note("nothing else runs", await bench.hops());
    note("2 workers evaluate", await whileEvaluating(() => bench.hops()));
    note("training-like load", await whileTraining(() => bench.hops()));
  }
  return seen;
}

try {
  const predictions = await storePredictions();
  const { file } = await bundle({ name: "clm", entry: "services/clm/src/main.ts", outputFolder: folder });
  console.log(
    `# clm workers, ${new Date().toISOString().slice(0, 10)}, ${cpus().length} x ${cpus()[0]?.model}, node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`,
  );
  console.log(
    `an evaluation: ${predictions.toLocaleString("en")} predictions (${DAYS} days, ${SYMBOLS} symbols, 4 slots and the ensemble)`,
  );
  const one = await startWorker(file);
  const idleKb = memoryKb(one.pid, "VmRSS");
  const alone = await jobsPerMinute([one.pid]);
  const two = await startWorker(file);
  const both = await jobsPerMinute([one.pid, two.pid]);
  console.log(`1 worker   ${alone.toFixed(1)} jobs/min`);
  console.log(`2 workers  ${both.toFixed(1)} jobs/min (x ${(both / alone).toFixed(2)})`);
  const mb = (kb: number): string => (kb / 1024).toFixed(0);
  console.log(
    `memory of a worker: ${mb(idleKb)} MB resident before its first job, ${mb(memory.worker)} MB at most; while it works its process has ${mb(memory.work)} MB more at most`,
  );
  const bench = await openHopBench(redis.url);
  const seen = await measureHops(bench);
  await bench.close();
  console.log(`hops: ${ROUNDS} rounds of each, lower quartile of the rounds' p50 and p99, load ${loadavg()[0]?.toFixed(1)}`);
  const base = seen["nothing else runs"] as { p50: number[]; p99: number[] };
  for (const [name, { p50, p99 }] of Object.entries(seen)) {
    const ratio = `${(quietest(p50) / quietest(base.p50)).toFixed(2)} / ${(quietest(p99) / quietest(base.p99)).toFixed(2)}`;
    console.log(
      `hop, ${name.padEnd(20)} p50 ${quietest(p50).toFixed(0)} us, p99 ${quietest(p99).toFixed(0)} us (ratio ${ratio}; goal p99 <= 1.05)`,
    );
  }
} finally {
  for (const worker of started) worker.kill("SIGKILL");
  await queue.close();
  await pool.end();
  await Promise.all([redis.stop(), postgres.stop()]);
  rmSync(folder, { recursive: true, force: true });
}
