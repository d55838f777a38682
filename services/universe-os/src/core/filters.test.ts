import { describe, expect, it } from "@jest/globals";
import { candidate, day, HOUR_MS } from "../../test/scenario.ts";
import type { Candidate } from "./candidate.ts";
import { filter } from "./filters.ts";
import { LIMITS } from "./limits.ts";

/** The rules a candidate fails. */
function failed(changes: Partial<Candidate>, constrained = false): string[] {
  return filter(candidate(changes), { settings: LIMITS, constrained })
    .filter(({ passed }) => !passed)
    .map(({ rule }) => rule);
}

describe("the filters", () => {
  it("let a sound symbol pass all seven", () => {
    expect(filter(candidate(), { settings: LIMITS, constrained: false }).map(({ passed }) => passed)).toEqual(Array(7).fill(true));
  });

  it("name every rule a symbol fails, not only the first", () => {
    expect(failed({ status: "DELISTED", spreadBps: null, day: null, current: false })).toEqual([
      "UOS-01",
      "UOS-02",
      "UOS-03",
      "UOS-05",
      "UOS-06",
    ]);
  });

  it("UOS-01: TRADING passes, everything else and the unknown do not", () => {
    expect(failed({ status: "SETTLING" })).toEqual(["UOS-01"]);
    expect(failed({ status: "DELISTED" })).toEqual(["UOS-01"]);
    expect(failed({ status: null })).toEqual(["UOS-01"]);
  });

  it("UOS-02: exactly 5 million a day passes, a dollar less does not; an estimate is said to be one", () => {
    expect(failed(day({ quoteVolumeUsd: 5_000_000 }))).toEqual([]);
    expect(failed(day({ quoteVolumeUsd: 4_999_999 }))).toEqual(["UOS-02"]);
    const estimated = filter(candidate(day({ estimated: true })), { settings: LIMITS, constrained: false })[1];
    expect(estimated?.reason).toMatch(/estimated from volume and price/);
  });

  it("UOS-03: exactly 12 bps pass, 12.0001 do not; no quote is no tight spread", () => {
    expect(failed({ spreadBps: 12 })).toEqual([]);
    expect(failed({ spreadBps: 12.0001 })).toEqual(["UOS-03"]);
    expect(failed({ spreadBps: null })).toEqual(["UOS-03"]);
  });

  it("UOS-04: exactly a day passes, a millisecond less does not; an unknown date is no old one", () => {
    expect(failed({ ageMs: 24 * HOUR_MS })).toEqual([]);
    expect(failed({ ageMs: 24 * HOUR_MS - 1 })).toEqual(["UOS-04"]);
    expect(failed({ ageMs: null })).toEqual(["UOS-04"]);
  });

  it("UOS-05: exactly 2 % missing passes, a little more does not, and the newest bar must be there", () => {
    expect(failed(day({ missingRatio: 0.02 }))).toEqual([]);
    expect(failed(day({ missingRatio: 0.020001 }))).toEqual(["UOS-05"]);
    expect(failed({ current: false })).toEqual(["UOS-05"]);
  });

  it("UOS-06: six hours of history pass, a millisecond less does not; a price that stands still does not", () => {
    expect(failed(day({ knownMs: 6 * HOUR_MS }))).toEqual([]);
    expect(failed(day({ knownMs: 6 * HOUR_MS - 1 }))).toEqual(["UOS-06"]);
    expect(failed(day({ dailyVolatility: 0 }))).toEqual(["UOS-06"]);
    expect(failed(day({ dailyVolatility: null }))).toEqual(["UOS-06"]);
  });

  it("UOS-07: only CORE while a directive asks for it", () => {
    expect(failed({ category: "MEME" })).toEqual([]);
    expect(failed({ category: "MAJOR" }, true)).toEqual(["UOS-07"]);
    expect(failed({ category: "CORE" }, true)).toEqual([]);
  });
});
