import { describe, expect, it } from "@jest/globals";
import { createAdx, updateAdx } from "@quantum/market";
import { BAR_MS } from "../../test/scenario.ts";
import { liquidity } from "./liquidity.ts";
import { qualityOf, scoreOf } from "./quality.ts";
import { regimeFit } from "./regime-fit.ts";
import type { SymbolMeasure } from "./state.ts";
import { trendFit } from "./trend-fit.ts";

/** A symbol after this many bars that each move by `step`. */
function moved(bars: number, step: number): SymbolMeasure {
  const trend = createAdx(14);
  for (let i = 0; i < bars; i++) {
    const close = 100 + i * step;
    updateAdx(trend, { high: close + 0.1, low: close - 0.1, close });
  }
  return { closeAt: 0, turnoverUsd: 0, trend };
}
const turnover = (aDayUsd: number): SymbolMeasure => ({ ...moved(1, 0), turnoverUsd: aDayUsd / 288 });

describe("OR-04: trend", () => {
  it("suits the side it runs to wholly, the other not at all, and both alike where there is none", () => {
    expect(trendFit("LONG", moved(60, 1))).toBeCloseTo(1, 6);
    expect(trendFit("SHORT", moved(60, 1))).toBeCloseTo(0, 6);
    expect([trendFit("LONG", moved(60, 0)), trendFit("SHORT", moved(60, 0))]).toEqual([0.5, 0.5]);
  });

  it("suits nobody before it is known", () => {
    expect([trendFit("LONG", null), trendFit("LONG", moved(27, 1))]).toEqual([0, 0]);
    expect(trendFit("LONG", moved(28, 1))).toBeGreaterThan(0.9);
  });
});

describe("OR-05: liquidity", () => {
  it("is 0 up to 5 million a day, 1 from 500 million on, and half at the geometric middle", () => {
    expect(liquidity(turnover(5_000_000), BAR_MS)).toBeCloseTo(0, 9);
    expect(liquidity(turnover(1_000_000), BAR_MS)).toBe(0);
    expect(liquidity(turnover(50_000_000), BAR_MS)).toBeCloseTo(0.5, 9);
    expect(liquidity(turnover(900_000_000), BAR_MS)).toBe(1);
    expect([liquidity(null, BAR_MS), liquidity(turnover(0), BAR_MS)]).toEqual([0, 0]);
  });
});

describe("OR-06: market state", () => {
  it("suits the side it favours, counts for nothing while nobody binds, and is worst when who binds is silent", () => {
    const regimes = { BTCUSDT: "BULL_STRONG" } as const;
    expect(regimeFit("LONG", "BTCUSDT", { binding: true, regimes })).toBe(1);
    expect(regimeFit("SHORT", "BTCUSDT", { binding: true, regimes })).toBe(0);
    expect(regimeFit("LONG", "BTCUSDT", { binding: false, regimes })).toBeNull();
    expect(regimeFit("LONG", "ETHUSDT", { binding: true, regimes })).toBe(0);
    expect(regimeFit("LONG", "BTCUSDT", { binding: true, regimes: null })).toBe(0);
  });
});

describe("OR-07: quality and score", () => {
  it("is between one half and 1, and parts that do not apply are left out", () => {
    const all = (value: number) => ({ trend: value, agreement: value, liquidity: value, volatility: value, regime: value });
    expect([qualityOf(all(0)), qualityOf(all(1)), qualityOf({ ...all(1), regime: null })]).toEqual([0.5, 1, 1]);
    expect(qualityOf({ ...all(1), regime: 0 })).toBeCloseTo(0.925, 12);
  });

  it("makes a gain smaller and a loss larger, and never turns one into the other", () => {
    expect([scoreOf(20, 100, 0.5), scoreOf(20, 100, 1), scoreOf(0, 100, 0.5)]).toEqual([0.1, 0.2, 0]);
    expect([scoreOf(-20, 100, 0.5), scoreOf(-20, 100, 1)]).toEqual([-0.4, -0.2]);
  });
});
