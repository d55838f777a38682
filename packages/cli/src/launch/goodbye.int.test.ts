import { afterEach, describe, expect, it } from "@jest/globals";
import { busKeys, connectRedis, Lease, untilReady } from "@quantum/service-kit/bus";
import { testRedis } from "@quantum/test-kit";
import type { FleetEvent } from "@quantum/types";
import { sayGoodbyeFor } from "./goodbye.ts";

const { url, prefix } = testRedis();
const keys = busKeys(prefix);
const redis = connectRedis(url, () => undefined);

async function goodbyes(): Promise<FleetEvent<"service.stopped">[]> {
  const entries = await redis.xrange(keys.stream("fleet"), "-", "+");
  return entries.map(([, fields]) => JSON.parse(fields[fields.indexOf("d") + 1] as string));
}

afterEach(async () => {
  const left = await redis.keys(`${prefix}:*`);
  if (left.length > 0) await redis.del(left);
  redis.disconnect();
});

describe("a goodbye for a service that cannot say it", () => {
  it("is said once, for one that died, after its lease has run out, and never for one that left by itself", async () => {
    await untilReady(redis, AbortSignal.timeout(5_000));
    const given = { redisUrl: url, prefix, reason: "stopped while it was down" };
    expect(await sayGoodbyeFor("pba", given)).toBe(false);
    await redis.hset(keys.fleet, "pba", "{}");
    await redis.hset(keys.state("pba"), { commits: "7", marketAt: "1689206700000" });
    await new Lease(redis, keys.lease("pba"), 300).acquire();
    expect(await sayGoodbyeFor("pba", given)).toBe(true);
    expect(await sayGoodbyeFor("pba", given)).toBe(false);
    expect(await goodbyes()).toMatchObject([
      { type: "service.stopped", source: "pba", at: 1689206700000, data: { service: "pba", reason: "stopped while it was down" } },
    ]);
    expect(await redis.hget(keys.state("pba"), "commits")).toBe("8");
    expect(await redis.exists(keys.lease("pba"))).toBe(0);
  });
});
