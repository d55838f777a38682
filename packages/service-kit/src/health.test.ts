import { describe, expect, it } from "@jest/globals";
import { judge, type Vitals } from "./health.ts";

const well: Vitals = {
  active: true,
  redisReady: true,
  redisProblem: null,
  busProblem: null,
  stateProblem: null,
  databaseProblem: null,
  lag: 0,
  lostStreams: [],
  stuckMs: 0,
  stuckAfterMs: 15_000,
  mode: "ENFORCED",
  dependencies: {},
};

describe("health", () => {
  it("is HEALTHY without a reason", () => {
    expect(judge(well)).toEqual({ status: "HEALTHY", reasons: [] });
  });

  it("quotes what Redis says when it takes no writes, instead of blaming another instance", () => {
    const full = { ...well, active: false, busProblem: "MISCONF Errors writing to the AOF file: No space left on device" };
    expect(judge(full)).toEqual({
      status: "DEGRADED",
      reasons: ["Redis takes no writes, so nothing is decided: MISCONF Errors writing to the AOF file: No space left on device"],
    });
    expect(judge({ ...well, active: false }).reasons).toEqual(["waiting for the lease: another instance is (or was just) active"]);
    expect(judge({ ...full, redisReady: false }).reasons).toEqual(["Redis is not reachable; trying again"]);
  });

  it("is DEGRADED without Postgres, and quotes it", () => {
    expect(judge({ ...well, databaseProblem: "No space left on device" }).reasons).toEqual([
      "Postgres cannot be written, rows wait in Redis: No space left on device",
    ]);
  });

  it("is UNHEALTHY when work waits longer than the limit, and not exactly at it, nor when it is OFF", () => {
    expect(judge({ ...well, stuckMs: 15_000 }).status).toBe("HEALTHY");
    expect(judge({ ...well, stuckMs: 15_001 }).status).toBe("UNHEALTHY");
    expect(judge({ ...well, stuckMs: 15_001, mode: "OFF" }).status).toBe("HEALTHY");
  });
});
