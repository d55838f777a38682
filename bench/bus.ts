/**
 * What the bus costs next to bare ioredis in the same run: publishing, consuming, and one hop from commit to handler.
 * Run: node bench/bus.ts   (starts its own Redis on a free port)
 */
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, startRedis } from "@quantum/local-servers";
import { busKeys, Committer, connectRedis, emptyBatch, Lease } from "@quantum/service-kit/bus";
import { createLogger } from "@quantum/service-kit/logger";
import { ServiceMetrics } from "@quantum/service-kit/metrics";
import { Shell } from "@quantum/service-kit/shell";
import { type Core, deriveId } from "@quantum/types";
import { Redis } from "ioredis";

const EVENTS = 50_000;
const BATCH = 100;
const HOPS = 2_000;
const ROUNDS = 3;

const event = (n: number): string =>
  JSON.stringify({
    id: deriveId("bench", n),
    type: "order.submitted",
    v: 1,
    at: 1_689_206_700_000 + n,
    source: "bench",
    mode: "ENFORCED",
    cause: "none",
    cycle: 1_689_206_700_000,
    data: {
      clientOrderId: `qte-${n}`,
      intentId: deriveId("i", n),
      tradeId: deriveId("t", n),
      leg: "ENTRY",
      symbol: "BTCUSDT",
      side: "BUY",
      type: "MARKET",
      quantity: "0.125",
      price: null,
      triggerPrice: null,
      reduceOnly: false,
    },
  });

const folder = mkdtempSync(join(tmpdir(), "quantum-bench-"));
const server = await startRedis({ folder, port: await freePort(), durable: true });
const bare = new Redis(server.url);
const keys = busKeys("bench");
const logger = createLogger("bench", "silent");

async function seconds(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}
const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
const percentile = (values: number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] as number;

async function publishBare(): Promise<number> {
  await bare.del("bare");
  return (
    EVENTS /
    (await seconds(async () => {
      for (let n = 0; n < EVENTS; n += BATCH) {
        const pipeline = bare.pipeline();
        for (let i = n; i < n + BATCH; i++) pipeline.xadd("bare", "MAXLEN", "~", 1_000_000, "*", "d", event(i));
        await pipeline.exec();
      }
    }))
  );
}

async function publishBus(): Promise<number> {
  await bare.flushall();
  const lease = new Lease(bare, keys.lease("publisher"), 60_000);
  await lease.acquire();
  const committer = new Committer(bare, keys, "publisher", 1_000_000);
  return (
    EVENTS /
    (await seconds(async () => {
      for (let n = 0, commits = 0; n < EVENTS; n += BATCH, commits++) {
        const batch = emptyBatch();
        for (let i = n; i < n + BATCH; i++) batch.events.push({ stream: "orders", type: "order.submitted", json: event(i) });
        await committer.commit(batch, lease.current() as string, commits);
      }
    }))
  );
}

async function consumeBare(): Promise<number> {
  await bare.xgroup("CREATE", keys.stream("orders"), "bare", "0");
  let seen = 0;
  return (
    EVENTS /
    (await seconds(async () => {
      while (seen < EVENTS) {
        const reply = (await bare.xreadgroup("GROUP", "bare", "c", "COUNT", BATCH, "STREAMS", keys.stream("orders"), ">")) as
          | [string, [string, string[]][]][]
          | null;
        const entries = reply?.[0]?.[1] ?? [];
        for (const [, fields] of entries) if (JSON.parse(fields[3] as string).data.symbol === "BTCUSDT") seen += 1;
        await bare.xack(keys.stream("orders"), "bare", ...entries.map(([id]) => id));
      }
    }))
  );
}

/** A service that counts orders, with everything the shell does: decode, validate, decide, save, acknowledge. */
function counting(onInput: (at: number) => void): Core<{ seen: number }> {
  return {
    name: "consumer",
    consumes: ["order.submitted"],
    emits: [],
    initial: () => ({ seen: 0 }),
    decide(state, input) {
      state.seen += 1;
      onInput(input.at);
      return { state, effects: [] };
    },
  };
}

/** Tells when what inputs led to is saved. */
class SavedMetrics extends ServiceMetrics {
  private readonly saved: (inputs: number) => void;

  constructor(saved: (inputs: number) => void) {
    super("consumer", "bench");
    this.saved = saved;
  }

  override processed(inputs: number, seconds: number): void {
    super.processed(inputs, seconds);
    this.saved(inputs);
  }
}

async function withShell<T>(
  { onInput, onSaved = () => undefined }: { onInput: (at: number) => void; onSaved?: (inputs: number) => void },
  work: (shell: Shell<{ seen: number }>) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const redis = connectRedis(server.url, () => undefined);
  const readRedis = connectRedis(server.url, () => undefined);
  const lease = new Lease(redis, keys.lease("consumer"), 60_000);
  const shell = new Shell({
    definition: { core: counting(onInput) },
    redis,
    readRedis,
    keys,
    lease,
    logger,
    metrics: new SavedMetrics(onSaved),
    signal: stop.signal,
    firstMode: { mode: "ENFORCED", from: "bench", before: null },
    poisonTries: 3,
    version: "bench",
    streamMaxLength: 1_000_000,
    rowsQueued: () => undefined,
  });
  const running = shell.run();
  try {
    return await work(shell);
  } finally {
    stop.abort();
    await running;
    await lease.release();
    redis.disconnect();
    readRedis.disconnect();
  }
}

/** Until everything is read, decided and saved; that the service then stops is not counted, as with the bare reader. */
async function consumeBus(): Promise<number> {
  let saved = 0;
  const done = Promise.withResolvers<void>();
  const onSaved = (inputs: number): void => {
    saved += inputs;
    if (saved >= EVENTS) done.resolve();
  };
  const startedAt = performance.now();
  return withShell({ onInput: () => undefined, onSaved }, async () => {
    await done.promise;
    return (EVENTS / (performance.now() - startedAt)) * 1000;
  });
}

/** Until whoever reads next waits in Redis: a hop begins with a reader that waits, on both sides. */
async function readerWaits(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  await bare.ping();
}

async function hopBare(): Promise<number[]> {
  await bare.flushall();
  const reader = new Redis(server.url);
  await bare.xgroup("CREATE", "hop", "g", "0", "MKSTREAM");
  const times: number[] = [];
  for (let n = 0; n < HOPS; n++) {
    const read = reader.xreadgroup("GROUP", "g", "c", "COUNT", BATCH, "BLOCK", 5_000, "STREAMS", "hop", ">") as Promise<
      [string, [string, string[]][]][]
    >;
    await readerWaits();
    const sentAt = performance.now();
    await bare.xadd("hop", "*", "type", "x", "d", event(n));
    const reply = await read;
    JSON.parse(reply[0]?.[1][0]?.[1][3] as string);
    times.push((performance.now() - sentAt) * 1000);
    await reader.xack("hop", "g", reply[0]?.[1][0]?.[0] as string);
  }
  reader.disconnect();
  return times;
}

async function hopBus(): Promise<number[]> {
  await bare.flushall();
  const lease = new Lease(bare, keys.lease("publisher"), 60_000);
  await lease.acquire();
  const committer = new Committer(bare, keys, "publisher", 1_000_000);
  const times: number[] = [];
  let saved = Promise.withResolvers<void>();
  let arrivedAt = 0;
  const onInput = (): void => {
    arrivedAt = performance.now();
  };
  return withShell({ onInput, onSaved: () => saved.resolve() }, async (shell) => {
    while (shell.lastInputAt === null) await new Promise((resolve) => setTimeout(resolve, 5));
    for (let n = 0; n < HOPS; n++) {
      saved = Promise.withResolvers<void>();
      const batch = emptyBatch();
      batch.events.push({ stream: "orders", type: "order.submitted", json: event(n) });
      await readerWaits();
      const sentAt = performance.now();
      await committer.commit(batch, lease.current() as string, n);
      // As the bare hop waits for its acknowledgement: what the reader saves of the one must not stand in the way of the next.
      await saved.promise;
      if (arrivedAt < sentAt) throw new Error("another input than the one just sent was saved");
      times.push((arrivedAt - sentAt) * 1000);
    }
    return times;
  });
}

const rounds: Record<string, number[]> = {};
function note(name: string, value: number): void {
  rounds[name] = [...(rounds[name] ?? []), value];
}
for (let round = 0; round < ROUNDS; round++) {
  note("publish bare events/s", await publishBare());
  note("publish bus events/s", await publishBus());
  note("consume bare events/s", await consumeBare());
  note("consume bus events/s", await consumeBus());
  const [bareHop, busHop] = [await hopBare(), await hopBus()];
  note("hop bare p50 us", percentile(bareHop, 0.5));
  note("hop bus p50 us", percentile(busHop, 0.5));
  note("hop bare p99 us", percentile(bareHop, 0.99));
  note("hop bus p99 us", percentile(busHop, 0.99));
}
console.log(
  `# bus bench, ${new Date().toISOString().slice(0, 10)}, ${cpus().length} x ${cpus()[0]?.model}, node ${process.version}, Redis with AOF everysec, ${ROUNDS} rounds, medians`,
);
for (const [name, values] of Object.entries(rounds))
  console.log(`${name.padEnd(26)} ${Math.round(median(values)).toLocaleString("en").padStart(10)}`);
const ratio = (one: string, other: string): string => (median(rounds[one] as number[]) / median(rounds[other] as number[])).toFixed(2);
console.log(
  `publish ratio ${ratio("publish bus events/s", "publish bare events/s")} (goal >= 0.5), consume ratio ${ratio("consume bus events/s", "consume bare events/s")} (goal >= 0.4)`,
);
console.log(
  `hop p50 ratio ${ratio("hop bus p50 us", "hop bare p50 us")} (goal <= 1.5), p99 ratio ${ratio("hop bus p99 us", "hop bare p99 us")} (goal <= 2)`,
);
bare.disconnect();
await server.stop();
rmSync(folder, { recursive: true, force: true });
