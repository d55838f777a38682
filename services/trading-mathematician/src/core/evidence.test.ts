import { describe, expect, it } from "@jest/globals";
import { history, T0 } from "../../test/scenario.ts";
import { averageMargin, lowerShare } from "./confidence-bound.ts";
import { addTrade, edgeOf, forgetOldTrades, statedEdge } from "./evidence.ts";
import { LIMITS } from "./limits.ts";
import type { ClosedTrade } from "./state.ts";

describe("TM-01 evidence", () => {
  it("no trades are no edge", () => {
    expect(edgeOf([])).toEqual({
      trades: 0,
      winRate: null,
      averageWinR: null,
      averageLossR: null,
      kellyFraction: 0,
      lowerKellyFraction: 0,
    });
  });

  it("takes win rate and averages from the trades, and Kelly's fraction from them", () => {
    const edge = edgeOf(history(60, 40, { win: 1.2, loss: 0.8 }));
    expect(edge).toMatchObject({ trades: 100, winRate: 0.6 });
    expect(edge.averageWinR).toBeCloseTo(1.2, 10);
    expect(edge.averageLossR).toBeCloseTo(0.8, 10);
    expect(edgeOf(history(55, 45, { win: 1, loss: 1 })).kellyFraction).toBeCloseTo(0.1, 10);
  });

  it("the lower bound is below the fraction and comes nearer with more trades", () => {
    const lower = (n: number) => edgeOf(history(0.55 * n, 0.45 * n, { win: 1, loss: 1 })).lowerKellyFraction;
    expect(lower(20)).toBe(0);
    expect(lower(200)).toBeGreaterThan(lower(100));
    expect(lower(200)).toBeLessThan(0.1);
  });

  it("two trades of one kind are needed before an average has a bound", () => {
    expect(edgeOf(history(20, 1)).lowerKellyFraction).toBe(0);
    expect(edgeOf(history(20, 2)).lowerKellyFraction).toBeGreaterThan(0);
  });

  it("the bounds are the textbook's", () => {
    // Wilson for 15 of 20 at z = 1.96: 0.5313.
    expect(lowerShare(0.75, 20, 1.96)).toBeCloseTo(0.5313, 4);
    expect(lowerShare(0, 0, 1.96)).toBe(0);
    expect(averageMargin([1, 2, 3], 2)).toBeCloseTo(2 / Math.sqrt(3), 10);
    expect(averageMargin([1], 2)).toBeNull();
  });

  it("a stated edge trusts its averages and bounds its win rate by the number of trades", () => {
    const stated = { winRate: 0.6, averageWinR: 1, averageLossR: 1 };
    expect(statedEdge({ ...stated, trades: 0 })).toMatchObject({ lowerKellyFraction: 0 });
    expect(statedEdge({ ...stated, trades: 1000 }).lowerKellyFraction).toBeCloseTo(2 * lowerShare(0.6, 1000, LIMITS.boundDeviates) - 1, 10);
  });

  it("counts a trade once, whatever the order of arrival, and keeps the newest", () => {
    const trades = history(LIMITS.maxTrades, 5);
    const [forth, back]: ClosedTrade[][] = [[], []];
    for (const trade of trades) addTrade(forth as ClosedTrade[], trade);
    for (const trade of [...trades].reverse().concat(trades.slice(-2))) addTrade(back as ClosedTrade[], trade);
    expect(back).toEqual(forth);
    expect(forth).toHaveLength(LIMITS.maxTrades);
    expect(forth?.[0]?.tradeId).toBe("t5");
  });

  it("forgets what is older than 30 days, and not what is exactly 30 days old", () => {
    const trades = [
      { tradeId: "old", closedAt: T0 - LIMITS.maxTradeAgeMs - 1, r: 1 },
      { tradeId: "edge", closedAt: T0 - LIMITS.maxTradeAgeMs, r: 1 },
    ];
    forgetOldTrades(trades, T0);
    expect(trades.map(({ tradeId }) => tradeId)).toEqual(["edge"]);
    forgetOldTrades(trades, T0 + 1);
    expect(trades).toEqual([]);
  });
});
