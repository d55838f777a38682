import { setTimeout as pause } from "node:timers/promises";
import { busKeys, Committer, connectRedis, emptyBatch, Lease, untilReady } from "@quantum/service-kit/bus";
import { createLogger } from "@quantum/service-kit/logger";
import { ServiceMetrics } from "@quantum/service-kit/metrics";
import { Shell } from "@quantum/service-kit/shell";
import { type Core, deriveId } from "@quantum/types";

/** Measures hops from the commit of one service to the decision of another, one after the other. */
export interface HopBench {
  /** Microseconds of each hop. */
  hops(): Promise<number[]>;
  close(): Promise<void>;
}

const HOPS = 1_000;
const keys = busKeys("hops");
const logger = createLogger("bench", "silent");

/** A publisher and a service that listens, in this process, over a real Redis. */
export async function openHopBench(redisUrl: string): Promise<HopBench> {
  const stop = new AbortController();
  const [own, redis, readRedis] = [0, 1, 2].map(() => connectRedis(redisUrl, () => undefined)) as [Connection, Connection, Connection];
  await untilReady(own, stop.signal);
  const lease = new Lease(own, keys.lease("publisher"), 3_600_000);
  await lease.acquire();
  const committer = new Committer(own, keys, "publisher", 100_000);
  const heard = { resolve: (): void => undefined };
  const listenerLease = new Lease(redis, keys.lease("consumer"), 3_600_000);
  const shell = new Shell({
    definition: { core: listening(() => heard.resolve()) },
    redis,
    readRedis,
    keys,
    lease: listenerLease,
    logger,
    metrics: new ServiceMetrics("consumer", "bench"),
    signal: stop.signal,
    firstMode: { mode: "ENFORCED", from: "bench", before: null },
    poisonTries: 3,
    version: "bench",
    streamMaxLength: 100_000,
    rowsQueued: () => undefined,
  });
  const running = shell.run();
  while (!shell.ready) await pause(5);
  let commits = 0;
  const hop = async (): Promise<number> => {
    const arrived = new Promise<void>((resolve) => {
      heard.resolve = resolve;
    });
    const batch = emptyBatch();
    batch.events.push({ stream: "orders", type: "order.submitted", json: eventOf(commits) });
    const sentAt = performance.now();
    await committer.commit(batch, lease.current() as string, commits++);
    await arrived;
    return (performance.now() - sentAt) * 1000;
  };
  const hops = async (): Promise<number[]> => {
    const times: number[] = [];
    for (let n = 0; n < HOPS; n++) {
      times.push(await hop());
      await new Promise((resolve) => setImmediate(resolve));
    }
    return times;
  };
  const close = async (): Promise<void> => {
    stop.abort();
    await running;
    for (const connection of [own, redis, readRedis]) connection.disconnect();
  };
  return { hops, close };
}

type Connection = ReturnType<typeof connectRedis>;

function listening(onInput: () => void): Core<{ seen: number }> {
  return {
    name: "consumer",
    consumes: ["order.submitted"],
    emits: [],
    initial: () => ({ seen: 0 }),
    decide(state) {
      state.seen += 1;
      onInput();
      return { state, effects: [] };
    },
  };
}

function eventOf(n: number): string {
  const data = {
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
  };
  const envelope = { type: "order.submitted", v: 1, source: "bench", mode: "ENFORCED", cause: "none", cycle: 1_689_206_700_000 };
  return JSON.stringify({ id: deriveId("bench", n), ...envelope, at: 1_689_206_700_000 + n, data });
}
