import { describe, expect, it } from "@jest/globals";
import { bootstrapInterval } from "./block-bootstrap.ts";
import { checkFairMarket } from "./fair-market.ts";
import { STATISTICS_LIMITS } from "./limits.ts";
import type { ClosedTrade, RunFacts } from "./run-facts.ts";
import { deviation, mean } from "./statistic.ts";
import { dailyReturns, statisticsOf } from "./statistics.ts";

const DAY = 86_400_000;
const { minTrades, minLosses, minDays, minDaysToAnnualise } = STATISTICS_LIMITS;

const trade = (netUsd: number, r: number | null = netUsd / 10): ClosedTrade => ({ tradeId: "t", netUsd, r, beforeCostsR: r, costsR: 0.1 });
const many = (count: number, netUsd: (i: number) => number) => Array.from({ length: count }, (_, i) => trade(netUsd(i)));
const worth = (equities: readonly number[]) =>
  equities.map((equityUsd, i) => ({ at: (i + 1) * DAY, equityUsd, grossRatio: 0.5, openPositions: i % 2 }));

const facts = (parts: Partial<RunFacts>): RunFacts => ({
  startWalletUsd: 1_000,
  trades: [],
  equity: [],
  fills: [],
  fundingUsd: [],
  ...parts,
});

describe("figures of trades", () => {
  it("are N/A one trade below the stated sample, with the reason, and there at the sample", () => {
    const below = statisticsOf(facts({ trades: many(minTrades - 1, () => 5) }));
    expect(below.winRate).toMatchObject({ value: null, low: null, note: `N/A: ${minTrades - 1} trades, at least ${minTrades} are needed` });
    expect(below.averageR.value).toBeNull();
    const enough = statisticsOf(facts({ trades: many(minTrades, (i) => (i % 3 === 0 ? -4 : 5)) }));
    expect(enough.winRate.value).toBeCloseTo(2 / 3);
    expect(enough.averageR.value).toBeCloseTo((2 * 0.5 - 0.4) / 3);
  });

  it("count only trades whose initial risk is known for R", () => {
    const trades = [...many(minTrades - 1, () => 5), trade(5, null)];
    const { averageR, winRate } = statisticsOf(facts({ trades }));
    expect(averageR.value).toBeNull();
    expect(winRate.value).toBe(1);
  });

  it("give no profit factor with too few losses, and won over lost with enough", () => {
    const few = statisticsOf(facts({ trades: many(50, (i) => (i < minLosses - 1 ? -10 : 10)) }));
    expect(few.profitFactor).toMatchObject({ value: null, note: `N/A: ${minLosses - 1} losses, at least ${minLosses} are needed` });
    const enough = statisticsOf(facts({ trades: many(50, (i) => (i < minLosses ? -10 : 10)) }));
    expect(enough.profitFactor.value).toBe(4);
  });

  it("of no trades at all are N/A, never 0 made of nothing", () => {
    const { winRate, averageR, profitFactor, maxDrawdown, exposure, trades } = statisticsOf(facts({}));
    for (const statistic of [winRate, averageR, profitFactor, maxDrawdown, exposure]) expect(statistic.value).toBeNull();
    expect(trades.value).toBe(0);
  });
});

describe("figures of days", () => {
  it("are N/A below the stated number of days, and nothing short is annualised", () => {
    const month = worth(Array.from({ length: minDays }, (_, i) => 1_000 + (i % 2 === 0 ? 10 : 0)));
    const { sharpePerDay, sharpeAnnualised } = statisticsOf(facts({ equity: month }));
    expect(sharpePerDay.value).not.toBeNull();
    expect(sharpeAnnualised.note).toBe(`N/A: ${minDays} days, at least ${minDaysToAnnualise} are needed`);
    expect(statisticsOf(facts({ equity: month.slice(1) })).sharpePerDay.value).toBeNull();
  });

  it("take returns from midnight to midnight, the first from the wallet at the start", () => {
    expect(dailyReturns(facts({ equity: worth([1_100, 990]) })).map((value) => value.toFixed(6))).toEqual(["0.100000", "-0.100000"]);
  });

  it("equal the textbook: Sharpe is mean over deviation, Sortino mean over downside deviation", () => {
    const equities = Array.from({ length: 40 }, (_, i) => 1_000 + 5 * i + (i % 3) * 20);
    const returns = dailyReturns(facts({ equity: worth(equities) }));
    const { sharpePerDay, sortinoPerDay } = statisticsOf(facts({ equity: worth(equities) }));
    expect(sharpePerDay.value).toBeCloseTo((mean(returns) as number) / (deviation(returns) as number), 12);
    const downside = Math.sqrt(returns.reduce((sum, value) => sum + Math.min(0, value) ** 2, 0) / returns.length);
    expect(sortinoPerDay.value).toBeCloseTo((mean(returns) as number) / downside, 12);
  });

  it("are not defined when nothing ever moved", () => {
    expect(statisticsOf(facts({ equity: worth(Array(40).fill(1_000)) })).sharpePerDay).toMatchObject({
      value: null,
      note: "N/A: not defined for this sample",
    });
  });
});

describe("block bootstrap", () => {
  const values = Array.from({ length: 200 }, (_, i) => Math.sin(i) + 0.5);

  it("gives the same interval every time, around the figure", () => {
    const interval = bootstrapInterval(values, mean, "test");
    expect(interval).toEqual(bootstrapInterval(values, mean, "test"));
    expect(interval?.low).toBeLessThan(mean(values) as number);
    expect(interval?.high).toBeGreaterThan(mean(values) as number);
  });

  it("is wider for values that come in runs than for the same values shuffled", () => {
    const runs = Array.from({ length: 400 }, (_, i) => (Math.floor(i / 40) % 2 === 0 ? 1 : -1));
    const mixed = runs.map((_, i) => runs[(i * 41) % 400] as number);
    const width = (sample: number[]) => {
      const { low, high } = bootstrapInterval(sample, mean, "width") as { low: number; high: number };
      return high - low;
    };
    expect(width(runs)).toBeGreaterThan(1.5 * width(mixed));
  });

  it("says nothing of one value, or where a resample has no figure", () => {
    expect(bootstrapInterval([1], mean, "one")).toBeNull();
    expect(bootstrapInterval(values, () => null, "none")).toBeNull();
  });
});

describe("the check on a fair market", () => {
  it("fails when something is won before costs, passes when nothing is, and does not judge too few trades", () => {
    const judged = (netUsd: (i: number) => number, count = 100) =>
      checkFairMarket(statisticsOf(facts({ trades: many(count, netUsd) }))).passed;
    expect(judged((i) => (i % 4 === 0 ? -10 : 10))).toBe(false);
    expect(judged((i) => (i % 2 === 0 ? -10 : 10))).toBe(true);
    expect(judged((i) => (i % 2 === 0 ? -10 : 10), minTrades - 1)).toBeNull();
  });
});
