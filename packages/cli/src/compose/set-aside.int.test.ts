import { afterAll, describe, expect, it } from "@jest/globals";
import { testRedis } from "@quantum/test-kit";
import { Redis } from "ioredis";
import { setAside } from "./set-aside.ts";

const { url, prefix } = testRedis();
const redis = new Redis(url);
afterAll(() => redis.disconnect());

describe("what modules saved", () => {
  it("is set aside under another key, for those that are named alone, and twice is no more than once", async () => {
    await redis.hset(`${prefix}:state:pba`, "core", "{}");
    await redis.hset(`${prefix}:outbox:pba`, "call-1", "{}");
    await redis.hset(`${prefix}:state:execution`, "core", "{}");
    expect(await setAside(["pba", "pil"], { redisUrl: url, prefix })).toBe(2);
    expect(await setAside(["pba", "pil"], { redisUrl: url, prefix })).toBe(0);
    expect(await redis.exists(`${prefix}:state:pba`, `${prefix}:outbox:pba`)).toBe(0);
    expect(await redis.exists(`${prefix}:state:execution`)).toBe(1);
    const aside = (await redis.keys(`${prefix}:quarantine:*`)).map((key) => key.replace(/quarantine:\d+/, "quarantine:at"));
    expect(aside.sort()).toEqual([`${prefix}:quarantine:at:outbox:pba`, `${prefix}:quarantine:at:state:pba`]);
  });
});
