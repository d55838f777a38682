import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { candidate, day, HOUR_MS } from "../../test/scenario.ts";
import { LIMITS, WEIGHTS } from "./limits.ts";
import { scoreOf, scorePartsOf } from "./score.ts";

const BEST = { liquidity: 1, ranking: null };

describe("UOS-08: the score", () => {
  it("is 1 for the best in everything and has weights that add up to 1", () => {
    const parts = scorePartsOf(candidate({ spreadBps: 0.5 }), BEST, LIMITS);
    expect(scoreOf(parts)).toBe(1);
    expect(Object.values(WEIGHTS).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  });

  it("leaves the ranker's share out while none binds, and counts it when one does", () => {
    const parts = scorePartsOf(candidate({ spreadBps: 0.5 }), BEST, LIMITS);
    expect(scoreOf({ ...parts, ranking: 0 })).toBeCloseTo(0.9, 12);
    expect(scoreOf({ ...parts, ranking: 1 })).toBe(1);
  });

  it("gives the spread 1 at one bps and 0 at the limit of the filter", () => {
    const spread = (spreadBps: number) => scorePartsOf(candidate({ spreadBps }), BEST, LIMITS).spread;
    expect([spread(1), spread(6.5), spread(12)]).toEqual([1, 0.5, 0]);
  });

  it("finds too little movement as unsuitable as too much", () => {
    const volatility = (dailyVolatility: number) => scorePartsOf(candidate(day({ dailyVolatility })), BEST, LIMITS).volatility;
    expect([volatility(0.003), volatility(0.015), volatility(0.12), volatility(0.4)]).toEqual([0, 1, 1, 0]);
    expect(volatility(0.26)).toBeCloseTo(0.5, 12);
  });

  it("counts the newest age that is let in half, and a month whole", () => {
    const age = (hours: number) => scorePartsOf(candidate({ ageMs: hours * HOUR_MS }), BEST, LIMITS).age;
    expect([age(24), age(30 * 24)]).toEqual([0.5, 1]);
    expect(age(7 * 24)).toBeGreaterThan(age(2 * 24));
  });

  it("stays in [0, 1] and never falls when a part rises", () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    const parts = fc.record({ liquidity: part, spread: part, volatility: part, completeness: part, age: part, ranking: fc.option(part) });
    fc.assert(
      fc.property(parts, part, (one, other) => {
        const score = scoreOf(one);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(scoreOf({ ...one, spread: Math.max(one.spread, other) })).toBeGreaterThanOrEqual(score);
      }),
      { seed: 8, numRuns: 500 },
    );
  });
});
