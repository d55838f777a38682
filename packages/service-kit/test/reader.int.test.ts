import { afterAll, beforeEach, describe, expect, it } from "@jest/globals";
import { testRedis } from "@quantum/test-kit";
import { SHORT_STREAMS, type Stream } from "@quantum/types";
import { Redis } from "ioredis";
import { busKeys, Committer, emptyBatch, Lease, Reader } from "../src/bus/index.ts";

const at = testRedis();
const keys = busKeys(at.prefix);
const redis = new Redis(at.url);
const blocking = new Redis(at.url);

beforeEach(async () => {
  const left = await redis.keys(`${at.prefix}:*`);
  if (left.length > 0) await redis.del(left);
});
afterAll(() => {
  redis.disconnect();
  blocking.disconnect();
});

/** Commits events named 0, 1, 2 ... to these streams, in this order, as one batch. */
async function writer(): Promise<(streams: readonly Stream[]) => Promise<void>> {
  const lease = new Lease(redis, keys.lease("writer"), 60_000);
  await lease.acquire();
  const committer = new Committer(redis, keys, "writer", 1_000_000);
  let commits = 0;
  let events = 0;
  return async (streams) => {
    const batch = emptyBatch();
    for (const stream of streams) batch.events.push({ stream, type: "n", json: String(events++) });
    await committer.commit(batch, lease.current() as string, commits++);
  };
}

async function readAll(reader: Reader, count: number): Promise<number[]> {
  const seen: number[] = [];
  while (seen.length < count) seen.push(...(await reader.next()).map((entry) => Number(entry.json)));
  return seen;
}
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe("the reader", () => {
  it("gives the entries of several streams in the order in which they were said, also when it was waiting for the first", async () => {
    const reader = new Reader(blocking, keys, "reader", ["orders", "positions", "market"]);
    await reader.reset();
    const commit = await writer();
    const seen: number[] = [];
    for (let round = 0; round < 20; round++) {
      const waiting = readAll(reader, 5);
      await commit(["positions", "orders", "positions", "market", "orders"]);
      seen.push(...(await waiting));
    }
    expect(seen).toEqual(upTo(100));
  });

  it("keeps the order where one stream has more entries than a read brings", async () => {
    const commit = await writer();
    for (let batch = 0; batch < 5; batch++) await commit(Array.from({ length: 100 }, (_, i) => (i % 10 === 0 ? "market" : "orders")));
    const reader = new Reader(blocking, keys, "reader", ["market", "orders"]);
    await reader.reset();
    expect(await readAll(reader, 500)).toEqual(upTo(500));
  });

  it("gives what was never acknowledged again, in order, before anything new", async () => {
    const commit = await writer();
    await commit(Array.from({ length: 250 }, (_, i) => (i % 3 === 0 ? "market" : "orders")));
    const first = new Reader(blocking, keys, "reader", ["market", "orders"]);
    await first.reset();
    await readAll(first, 250);
    await commit(["orders", "market"]);
    await first.reset();
    expect(await readAll(first, 252)).toEqual(upTo(252));
  });

  it("gives up its place on a stream that it is not to read any more, which would look like work that is never done", async () => {
    const commit = await writer();
    await commit(["orders", "market"]);
    await new Reader(blocking, keys, "reader", ["orders", "market"]).reset();
    await new Reader(blocking, keys, "reader", ["orders"]).reset();
    expect(await redis.xinfo("GROUPS", keys.stream("market"))).toEqual([]);
    expect(await redis.xinfo("GROUPS", keys.stream("orders"))).toHaveLength(1);
  });
});

describe("a stream that is worth keeping for a short time only", () => {
  it("is trimmed to its own length, however many entries the others keep", async () => {
    const commit = await writer();
    const most = SHORT_STREAMS.parts as number;
    for (let batch = 0; batch < 10; batch++) await commit(Array.from({ length: most / 5 }, () => "parts" as const));
    await commit(Array.from({ length: most * 2 }, () => "orders" as const));
    // Redis trims whole blocks of entries, a hundred of these small ones.
    expect(await redis.xlen(keys.stream("parts"))).toBeLessThan(most + 100);
    expect(await redis.xlen(keys.stream("parts"))).toBeGreaterThanOrEqual(most);
    expect(await redis.xlen(keys.stream("orders"))).toBe(most * 2);
  });
});
