import { describe, expect, it } from "@jest/globals";
import { redisUnfitness } from "./redis-fitness.ts";

const info = (fields: Record<string, string>) => {
  const all = { redis_version: "8.0.2", redis_mode: "standalone", maxmemory_policy: "noeviction", aof_enabled: "1", ...fields };
  return `# Server\r\n${Object.entries(all)
    .map(([name, value]) => `${name}:${value}`)
    .join("\r\n")}\r\n`;
};

describe("whether a Redis is fit for the fleet", () => {
  it("one that is new, alone, durable and evicts nothing is", () => {
    expect(redisUnfitness(info({}))).toEqual([]);
    expect(redisUnfitness(info({ redis_version: "7.0.0" }))).toEqual([]);
  });

  it.each([
    [{ redis_version: "6.2.18" }, "6.2.18", false],
    [{ redis_mode: "cluster" }, "Cluster", false],
    [{ maxmemory_policy: "allkeys-lru" }, "allkeys-lru", false],
    [{ maxmemory_policy: "volatile-ttl" }, "volatile-ttl", false],
    [{ aof_enabled: "0" }, "append-only", true],
  ] as const)("%j is found", (fields, said, minor) => {
    const found = redisUnfitness(info(fields));
    expect(found).toEqual([{ what: expect.stringContaining(said), fix: expect.any(String), minor }]);
  });

  it("what a server does not say is not held against it", () => {
    expect(redisUnfitness("# Server\r\n")).toEqual([]);
  });
});
