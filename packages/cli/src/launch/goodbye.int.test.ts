import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Lease } from "@quantum/service-kit/bus";
import { type Bus, openBus } from "@quantum/test-kit/stage";
import { sayGoodbyeFor } from "./goodbye.ts";

let bus: Bus;
beforeAll(async () => {
  bus = await openBus();
});
afterAll(() => bus.close());

describe("a goodbye for a service that cannot say it", () => {
  it("is said once, for one that died, after its lease has run out, and never for one that left by itself", async () => {
    const { keys, prefix, redis } = bus;
    const given = { redisUrl: bus.url, prefix, reason: "stopped while it was down" };
    expect(await sayGoodbyeFor("pba", given)).toBe(false);
    await redis.hset(keys.fleet, "pba", "{}");
    await redis.hset(keys.state("pba"), { commits: "7", marketAt: "1689206700000" });
    await new Lease(redis, keys.lease("pba"), 300).acquire();
    expect(await sayGoodbyeFor("pba", given)).toBe(true);
    expect(await sayGoodbyeFor("pba", given)).toBe(false);
    expect(await bus.said("service.stopped")).toMatchObject([
      { type: "service.stopped", source: "pba", at: 1689206700000, data: { service: "pba", reason: "stopped while it was down" } },
    ]);
    expect(await redis.hget(keys.state("pba"), "commits")).toBe("8");
    expect(await redis.exists(keys.lease("pba"))).toBe(0);
  });
});
