import { once } from "node:events";
import { afterAll, beforeEach, describe, expect, it } from "@jest/globals";
import { testRedis } from "@quantum/test-kit";
import type { Stream } from "@quantum/types";
import { Redis } from "ioredis";
import { busKeys, Committer, emptyBatch, LagWatch, Lease, type Position, Reader } from "../src/bus/index.ts";

const at = testRedis();
const keys = busKeys(at.prefix);
const redis = new Redis(at.url);
const blocking = new Redis(at.url);
const NOTHING = { unread: 0, unacknowledged: 0, lost: [] };
const STREAMS: readonly Stream[] = ["orders", "market"];

let say: (streams: readonly Stream[], acks?: readonly Position[]) => Promise<void>;
let reader: Reader;
let watch: LagWatch;

beforeEach(async () => {
  const left = await redis.keys(`${at.prefix}:*`);
  if (left.length > 0) await redis.del(left);
  const lease = new Lease(redis, keys.lease("reader"), 60_000);
  await lease.acquire();
  const committer = new Committer(redis, keys, "reader", 1_000_000);
  let commits = 0;
  say = async (streams, acks = []) => {
    const batch = emptyBatch();
    batch.acks.push(...acks);
    for (const stream of streams) batch.events.push({ stream, type: "n", json: "{}" });
    await committer.commit(batch, lease.current() as string, commits++);
  };
  reader = new Reader(blocking, keys, "reader", STREAMS);
  await reader.reset();
  // Others read the same streams, and are no concern of ours.
  await redis.xgroup("CREATE", keys.stream("orders"), "another", "0");
  watch = new LagWatch(redis, keys, "reader", STREAMS);
});
afterAll(() => {
  redis.disconnect();
  blocking.disconnect();
});

/** Reads what is there without acknowledging it. */
async function read(count: number): Promise<Position[]> {
  const seen: Position[] = [];
  while (seen.length < count) seen.push(...(await reader.next()).map((entry) => entry.position));
  return seen;
}

describe("how far a service is behind", () => {
  it("is nothing before anything was said", async () => {
    expect(await watch.measure()).toEqual(NOTHING);
  });

  it("counts over its streams what it has not read, then what it has not finished", async () => {
    expect(await watch.measure()).toEqual(NOTHING);
    await say(["orders", "market", "orders"]);
    expect(await watch.measure()).toEqual({ unread: 3, unacknowledged: 0, lost: [] });
    const [first, ...others] = await read(3);
    expect(await watch.measure()).toEqual({ unread: 0, unacknowledged: 3, lost: [] });
    await say([], first ? [first] : []);
    expect(await watch.measure()).toEqual({ unread: 0, unacknowledged: 2, lost: [] });
    await say([], others);
    expect(await watch.measure()).toEqual(NOTHING);
  });

  it("does not count what is said on streams it does not read", async () => {
    await say(["fleet", "signals"]);
    expect(await watch.measure()).toEqual(NOTHING);
  });

  it("is not looked for again while nothing was said, and is when something was", async () => {
    await say(["orders"]);
    await say([], await read(1));
    expect(await watch.measure()).toEqual(NOTHING);
    // A look would fail on a stream that is not there.
    await redis.del(keys.stream("orders"));
    expect(await watch.measure()).toEqual(NOTHING);
    await say(["market"]);
    await expect(watch.measure()).rejects.toThrow("no such key");
  });

  it("is looked for again as long as anything is left, though nothing was said", async () => {
    await say(["orders"]);
    expect(await watch.measure()).toMatchObject({ unread: 1 });
    const read1 = await read(1);
    expect(await watch.measure()).toMatchObject({ unread: 0, unacknowledged: 1 });
    await say([], read1);
    expect(await watch.measure()).toEqual(NOTHING);
  });

  it("is looked for again where the group was not there yet: it reads from the oldest entry kept", async () => {
    await say(["orders", "market"]);
    const late = new LagWatch(redis, keys, "late", STREAMS);
    expect(await late.measure()).toEqual(NOTHING);
    await new Reader(blocking, keys, "late", STREAMS).reset();
    expect(await late.measure()).toMatchObject({ unread: 2 });
  });

  it("is looked for again once Redis was away: an older picture of it may have come back with the same number", async () => {
    await say(["orders"]);
    const own = redis.duplicate();
    const watching = new LagWatch(own, keys, "reader", STREAMS);
    const before = await redis.dumpBuffer(keys.stream("orders"));
    await say([], await read(1));
    expect(await watching.measure()).toEqual(NOTHING);
    await redis.call("RESTORE", keys.stream("orders"), 0, before, "REPLACE");
    own.disconnect(true);
    await once(own, "ready");
    const lag = await watching.measure();
    own.disconnect();
    expect(lag).toMatchObject({ unread: 1 });
  });

  it("names a stream of which entries were trimmed before they were read, and no other", async () => {
    await say(["orders"]);
    await say([], await read(1));
    expect(await watch.measure()).toEqual(NOTHING);
    await say(["orders", "orders", "market"]);
    await redis.xtrim(keys.stream("orders"), "MAXLEN", 1);
    expect((await watch.measure()).lost).toEqual(["orders"]);
  });
});
