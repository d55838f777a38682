/**
 * Memory of every service while it takes 1,000 events a second for a while, one service after the other, in a fleet that runs as operators run it
 * (bundles, memory flags). Run: node bench/memory.ts [seconds]
 */
import { cpus } from "node:os";
import { type Fleet, homeOf, launch } from "@quantum/cli";
import { CATALOGUE, deriveId, type EventData, type EventType } from "@quantum/types";
import { Redis } from "ioredis";

const SECONDS = Number(process.argv[2] ?? 15);
const PER_SECOND = 1_000;
const LIMIT_MB = 95;
/** Appends with the next number of the global sequence, as the fleet's own commits do. */
const APPEND =
  "for i = 1, #ARGV, 2 do local n = redis.call('INCR', KEYS[1]) redis.call('XADD', KEYS[2], 'MAXLEN', '~', 100000, n .. '-0', 'type', ARGV[i], 'd', ARGV[i + 1]) end";

function event<T extends EventType>(type: T, n: number, data: EventData<T>): string {
  return JSON.stringify({
    id: deriveId("bench", type, n),
    type,
    v: CATALOGUE.get(type)?.v,
    at: 1_600_000_000_000 + n,
    source: "bench",
    mode: "ENFORCED",
    cause: null,
    data,
  });
}

/** An event each service takes and that changes nothing it trades on. */
const settled = (n: number) =>
  event("order.settled", n, {
    intentId: `bench-${n}`,
    tradeId: "bench",
    symbol: "BTCUSDT",
    purpose: "ENTRY",
    outcome: "RECORDED",
    filledQuantity: "0",
    averagePrice: null,
    protected: false,
    code: null,
    reason: "bench",
  });
const submitted = (n: number) =>
  event("order.submitted", n, {
    clientOrderId: `bench-${n}`,
    intentId: "bench",
    tradeId: `bench-${n % 50}`,
    leg: "ENTRY",
    symbol: "BTCUSDT",
    side: "BUY",
    type: "MARKET",
    quantity: "0.1",
    price: null,
    triggerPrice: null,
    reduceOnly: false,
  });
const mode = (n: number) => event("mode.changed", n, { service: "nobody", from: "OBSERVE", to: "OBSERVE", by: "bench", reason: "bench" });
const bars = (n: number) =>
  event("bars.closed", n, { interval: "1m", closeAt: 1_600_000_000_000 + n, bars: [], missing: [], opensCycle: false });
const LOADS: Record<string, { type: EventType; make: (n: number) => string }> = {
  execution: { type: "mode.changed", make: mode },
  trading_bot: { type: "order.settled", make: settled },
  risk_safety: { type: "order.settled", make: settled },
  portfolio_intelligence: { type: "order.submitted", make: submitted },
  ai_engine: { type: "bars.closed", make: bars },
  clm: { type: "bars.closed", make: bars },
};

const rssMb = (fleet: Fleet, name: string): { rss: number; pss: number } => {
  const row = fleet.view().services.find((service) => service.service === name);
  return { rss: (row?.rssBytes ?? Number.NaN) / 1e6, pss: (row?.pssBytes ?? Number.NaN) / 1e6 };
};

async function pump(redis: Redis, load: { type: EventType; make: (n: number) => string }): Promise<void> {
  const stream = `quantum:stream:${CATALOGUE.get(load.type)?.stream}`;
  const startedAt = Date.now();
  for (let n = 0; Date.now() - startedAt < SECONDS * 1_000; ) {
    const due = Math.floor(((Date.now() - startedAt) / 1_000) * PER_SECOND);
    const entries: string[] = [];
    for (; n < due; n++) entries.push(load.type, load.make(startedAt + n));
    if (entries.length > 0) await redis.eval(APPEND, 2, "quantum:sequence", stream, ...entries);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const running = await launch({
  home: homeOf(`runs/bench-memory-${process.pid}`),
  ports: "auto",
  market: { dataFolder: null, date: "2023-07-13", symbols: "20", interval: "5m", clock: "lockstep", speed: 1, seed: 1, walletUsd: 10_000 },
  only: null,
  env: { ...process.env, LOG_LEVEL: "warn" },
  progress: (step) => console.error(step),
});
try {
  const fleet = await running.up;
  const redis = new Redis(fleet.servers.redisUrl);
  const idle = Object.fromEntries(Object.keys(LOADS).map((name) => [name, rssMb(fleet, name)]));
  console.log(
    `# memory bench, ${new Date().toISOString().slice(0, 10)}, ${cpus().length} x ${cpus()[0]?.model}, node ${process.version}, ${PER_SECOND} events/s for ${SECONDS} s to each`,
  );
  console.log("service                  idle RSS   busy RSS   busy PSS   (MB; limit 95 busy)");
  for (const [name, load] of Object.entries(LOADS)) {
    await pump(redis, load);
    const busy = rssMb(fleet, name);
    console.log(
      `${name.padEnd(24)} ${idle[name]?.rss.toFixed(0).padStart(8)}   ${busy.rss.toFixed(0).padStart(8)}   ${busy.pss.toFixed(0).padStart(8)}   ${busy.rss <= LIMIT_MB ? "" : "above the limit"}`,
    );
  }
  const all = fleet.view().services;
  console.log(
    `all services together    RSS ${(all.reduce((sum, row) => sum + (row.rssBytes ?? 0), 0) / 1e6).toFixed(0)} MB, PSS ${(all.reduce((sum, row) => sum + (row.pssBytes ?? 0), 0) / 1e6).toFixed(0)} MB (limit 1,000)`,
  );
  redis.disconnect();
} finally {
  await running.stop();
}
