import { describe, expect, it } from "@jest/globals";
import { event } from "@quantum/test-kit";
import type { EventData } from "@quantum/types";
import { bars, history, priceAt, STEP_MS, SYMBOLS, T0 } from "../../test/scenario.ts";
import { addBars, addHistory, emptyMarket, type MarketFigures, type MarketState } from "./market.ts";

const PAST = 54;
const close = (at: number, price = priceAt(at), symbols = SYMBOLS) => bars(at, price, symbols).data;

function warm(): MarketState {
  const market = emptyMarket();
  for (let i = PAST; i > 0; i--) addBars(market, close(T0 - (i - 1) * STEP_MS - STEP_MS));
  return market;
}

function figures(market: MarketState, ...closes: EventData<"bars.closed">[]): MarketFigures | null {
  for (const each of closes) addBars(market, each);
  return market.figures;
}

describe("the market's figures", () => {
  it("are the same from history and from bars that closed one by one", () => {
    const market = emptyMarket();
    for (const input of history()) addHistory(market, input.data as EventData<"bars.backfilled">);
    expect(figures(market, close(T0, 97))).toEqual(figures(warm(), close(T0, 97)));
    expect(market.history).toEqual({});
  });

  it("are the median symbol's hour, in deviations of the usual hour", () => {
    const seen = figures(warm(), close(T0, 97)) as MarketFigures;
    expect(seen.moveRatio).toBeCloseTo(97 / priceAt(T0 - 12 * STEP_MS) - 1, 10);
    // 0.2 % a bar, twelve bars: 0.69 % an hour.
    expect(seen.deviations).toBeCloseTo(seen.moveRatio / (0.001998 * Math.sqrt(12)), 2);
    expect(seen.fallingRatio).toBe(1);
  });

  it("do not let a crash be measured by itself: what is usual is a window late", () => {
    const market = warm();
    const before = market.usualSquare;
    addBars(market, close(T0, 90));
    expect(Math.abs(market.usualSquare / before - 1)).toBeLessThan(0.01);
  });

  it("need a quarter of a day of samples, and half of the symbols an hour ago", () => {
    const young = emptyMarket();
    for (let i = 30; i > 0; i--) addBars(young, close(T0 - i * STEP_MS));
    expect(figures(young, close(T0))).toBeNull();
    expect(figures(warm(), close(T0))).not.toBeNull();
    const strangers = SYMBOLS.slice(0, 5).map((symbol) => `NEW${symbol}`);
    expect(figures(warm(), close(T0, 100, [...SYMBOLS.slice(0, 5), ...strangers]))).not.toBeNull();
    expect(figures(warm(), close(T0, 100, [...SYMBOLS.slice(0, 4), ...strangers]))).toBeNull();
  });

  it("are measured off the grid too, without remembering it", () => {
    const market = warm();
    addBars(market, close(T0));
    const { recent, closes } = JSON.parse(JSON.stringify(market)) as MarketState;
    const minute = { ...close(T0 + 60_000, 95), interval: "5m" as const };
    expect(figures(market, minute)?.moveRatio).toBeLessThan(-0.04);
    expect({ recent: market.recent, closes: market.closes }).toEqual({ recent, closes });
  });

  it("are bounded in what they remember", () => {
    const market = warm();
    for (let i = 0; i < 600; i++) addBars(market, close(T0 + i * STEP_MS));
    expect(market.recent).toHaveLength(12);
    expect(Object.values(market.closes).every((list) => list.length <= 14)).toBe(true);
    const odd = event("bars.backfilled", { symbol: "BTCUSDT", interval: "1h", bars: [] });
    addHistory(market, odd.data);
    expect(market.samples).toBe(0);
  });
});
