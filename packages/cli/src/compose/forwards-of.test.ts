import { describe, expect, it } from "@jest/globals";
import { forwardsOf, type Outside } from "./forwards-of.ts";

const outside = (changed: Partial<Outside> = {}): Outside => ({
  REDIS_URL: "rediss://:x@cache.example.net:6380/0",
  DATABASE_URL: "postgres://q:x@db.example.net/quantum?sslmode=verify-full",
  REDIS_HOST: "cache.example.net",
  DATABASE_HOST: "db.example.net",
  ...changed,
});

describe("what is passed on to servers elsewhere", () => {
  it("is their two ports, the usual one where none is named", () => {
    expect(forwardsOf(outside(), null)).toEqual([
      { port: 6380, to: { host: "cache.example.net", port: 6380 } },
      { port: 5432, to: { host: "db.example.net", port: 5432 } },
    ]);
  });

  it("goes through another forwarder under the same ports", () => {
    expect(forwardsOf(outside(), "quantum_way_out").map(({ to }) => to)).toEqual([
      { host: "quantum_way_out", port: 6380 },
      { host: "quantum_way_out", port: 5432 },
    ]);
  });

  it.each([
    [{ REDIS_HOST: "other.example.net" }, "QUANTUM_REDIS_HOST"],
    [{ REDIS_URL: "rediss://10.0.0.7:6380" }, "use the host name"],
    [{ DATABASE_URL: "postgres://q:x@[fd00::7]/quantum" }, "use the host name"],
    [{ DATABASE_URL: "postgres://q:x@db.example.net:6380/quantum" }, "both use port 6380"],
  ])("refuses %j, and says what to do", (changed, said) => {
    expect(() => forwardsOf(outside(changed), null)).toThrow(said);
  });
});
