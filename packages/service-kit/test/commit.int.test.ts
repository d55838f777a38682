import { afterAll, beforeEach, describe, expect, it } from "@jest/globals";
import { testRedis } from "@quantum/test-kit";
import { Redis } from "ioredis";
import { busKeys, Committer, emptyBatch, FencedError, Lease } from "../src/bus/index.ts";

const at = testRedis();
const keys = busKeys(at.prefix);
const redis = new Redis(at.url);
/** More than one command of the script takes. */
const MANY = 2_500;

let lease: Lease;
let committer: Committer;
beforeEach(async () => {
  const left = await redis.keys(`${at.prefix}:*`);
  if (left.length > 0) await redis.del(left);
  lease = new Lease(redis, keys.lease("writer"), 60_000);
  await lease.acquire();
  committer = new Committer(redis, keys, "writer", 1_000_000);
});
afterAll(() => redis.disconnect());

const token = (): string => lease.current() as string;
const numbered = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

/** Gives the group `writer` entries to acknowledge, and says how many it still has to. */
async function delivered(stream: "orders" | "market", count: number): Promise<string[]> {
  const batch = emptyBatch();
  batch.events.push(...numbered(count, () => ({ stream, type: "n", json: "{}" })));
  await redis.xgroup("CREATE", keys.stream(stream), "writer", "$", "MKSTREAM");
  await committer.commit(batch, token(), stream === "orders" ? 0 : 1);
  const reply = (await redis.xreadgroup("GROUP", "writer", "main", "COUNT", count, "STREAMS", keys.stream(stream), ">")) as [
    string,
    [string, string[]][],
  ][];
  return (reply[0]?.[1] ?? []).map(([id]) => id);
}
const unacknowledged = async (stream: "orders" | "market"): Promise<number> =>
  Number((await redis.xpending(keys.stream(stream), "writer"))[0]);

describe("one commit", () => {
  it("saves everything of every kind, each with the number of its place, however much there is", async () => {
    const orders = await delivered("orders", MANY);
    const market = await delivered("market", 3);
    const batch = emptyBatch();
    batch.acks.push(
      ...orders.map((id) => ({ stream: "orders" as const, id })),
      ...market.slice(1).map((id) => ({ stream: "market" as const, id })),
    );
    batch.events.push({ stream: "trades", type: "one", json: "1" }, { stream: "orders", type: "two", json: "2" });
    Object.assign(batch.state, { core: "{}", mode: "{}" });
    batch.outboxPuts.push(...numbered(MANY, (n): [string, string] => [`call-${n}`, String(n)]));
    batch.rows.push(...numbered(MANY, String));
    await committer.commit(batch, token(), 2);
    expect([await unacknowledged("orders"), await unacknowledged("market")]).toEqual([0, 1]);
    const first = MANY + 3;
    expect(await redis.xrange(keys.stream("trades"), "-", "+")).toEqual([[`${first + 1}-0`, ["type", "one", "d", "1"]]]);
    expect(await redis.xrevrange(keys.stream("orders"), "+", "-", "COUNT", 1)).toEqual([[`${first + 2}-0`, ["type", "two", "d", "2"]]]);
    expect(await redis.hgetall(keys.state("writer"))).toEqual({ commits: "3", core: "{}", mode: "{}" });
    expect(await redis.lrange(keys.rows("writer"), 0, -1)).toEqual(numbered(MANY, String));
    expect(await redis.hgetall(keys.outbox("writer"))).toEqual(Object.fromEntries(numbered(MANY, (n) => [`call-${n}`, String(n)])));
    const answered = emptyBatch();
    answered.outboxDeletes.push(...numbered(MANY - 1, (n) => `call-${n}`));
    await committer.commit(answered, token(), 3);
    expect(await redis.hgetall(keys.outbox("writer"))).toEqual({ [`call-${MANY - 1}`]: String(MANY - 1) });
  });

  it.each([
    ["another instance has the lease", "0", 1],
    ["another commit came between", null, 2],
  ])("saves nothing at all when %s", async (_when, otherToken, commits) => {
    const [id] = await delivered("orders", 1);
    const batch = emptyBatch();
    batch.acks.push({ stream: "orders", id: id as string });
    batch.events.push({ stream: "trades", type: "one", json: "1" });
    Object.assign(batch.state, { core: "{}" });
    batch.outboxPuts.push(["call", "{}"]);
    batch.rows.push("{}");
    await expect(committer.commit(batch, otherToken ?? token(), commits)).rejects.toThrow(FencedError);
    expect(await unacknowledged("orders")).toBe(1);
    expect(await redis.get(keys.sequence)).toBe("1");
    expect(await redis.hgetall(keys.state("writer"))).toEqual({ commits: "1" });
    expect(await redis.exists(keys.stream("trades"), keys.outbox("writer"), keys.rows("writer"))).toBe(0);
  });
});
