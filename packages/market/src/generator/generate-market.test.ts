import { describe, expect, it } from "@jest/globals";
import { logReturns } from "../bars/returns.ts";
import { validateBars } from "../bars/validate-bars.ts";
import { generateMarket, type MarketOptions } from "./generate-market.ts";
import { generateRandomWalk } from "./random-walk.ts";
import { defaultSymbols } from "./symbol-profile.ts";

const DAY_BARS = 288;
const OPTIONS: MarketOptions = { seed: 11, symbols: 24, interval: "5m", fromAt: Date.UTC(2024, 0, 1), bars: 15 * DAY_BARS };
const MARKET = generateMarket(OPTIONS);

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  const sum = (term: (x: number, y: number) => number) => a.reduce((total, x, i) => total + term(x - meanA, b[i]! - meanB), 0);
  return sum((x, y) => x * y) / Math.sqrt(sum((x) => x * x) * sum((_, y) => y * y));
}

function kurtosis(values: readonly number[]): number {
  const middle = mean(values);
  const power = (n: number) => mean(values.map((value) => (value - middle) ** n));
  return power(4) / power(2) ** 2;
}

const returnsOf = (symbol: string) => logReturns(MARKET.series[symbol] ?? []);

describe("the generated market", () => {
  it("says that it is generated, from which seed", () => {
    expect(MARKET.generated).toBe(true);
    expect(MARKET.description).toBe("generated market (regimes), seed 11");
  });

  it("holds sound bars without gaps, each opening at the close before", () => {
    for (const bars of Object.values(MARKET.series)) {
      expect(bars).toHaveLength(OPTIONS.bars);
      expect(validateBars(bars, "5m")).toEqual([]);
      expect(bars.every((bar, i) => i === 0 || bar.open === bars[i - 1]!.close)).toBe(true);
      expect(bars.every((bar) => bar.takerBuyVolume > 0 && bar.takerBuyVolume < bar.volume)).toBe(true);
    }
  });

  it("is the same for the same seed and another for another", () => {
    expect(generateMarket({ ...OPTIONS, bars: 50 })).toEqual(generateMarket({ ...OPTIONS, bars: 50 }));
    expect(generateMarket({ ...OPTIONS, bars: 50, seed: 12 }).series).not.toEqual(generateMarket({ ...OPTIONS, bars: 50 }).series);
  });

  it("does not change when more bars or other symbols are asked for", () => {
    const shorter = generateMarket({ ...OPTIONS, bars: 300, symbols: ["AAVEUSDT", "BTCUSDT"] });
    expect(shorter.series.BTCUSDT).toEqual(MARKET.series.BTCUSDT!.slice(0, 300));
    expect(shorter.series.AAVEUSDT).toEqual(MARKET.series.AAVEUSDT!.slice(0, 300));
  });

  it("has fat tails: kurtosis above 3 for every symbol", () => {
    for (const symbol of Object.keys(MARKET.series)) expect(kurtosis(returnsOf(symbol))).toBeGreaterThan(4);
  });

  it("has clustering volatility: large moves follow large moves, at once and an hour later", () => {
    for (const symbol of Object.keys(MARKET.series)) {
      const size = returnsOf(symbol).map(Math.abs);
      expect(correlation(size.slice(1), size.slice(0, -1))).toBeGreaterThan(0.03);
      expect(correlation(size.slice(12), size.slice(0, -12))).toBeGreaterThan(0.02);
    }
  });

  it("moves together, and more so within a sector", () => {
    const inSector = [
      ["AAVEUSDT", "CRVUSDT"],
      ["AAVEUSDT", "COMPUSDT"],
      ["ADAUSDT", "SOLUSDT"],
      ["AVAXUSDT", "ATOMUSDT"],
    ].map(([a = "", b = ""]) => correlation(returnsOf(a), returnsOf(b)));
    const across = [
      ["AAVEUSDT", "SOLUSDT"],
      ["CRVUSDT", "ADAUSDT"],
      ["COMPUSDT", "XRPUSDT"],
      ["AXSUSDT", "LINKUSDT"],
    ].map(([a = "", b = ""]) => correlation(returnsOf(a), returnsOf(b)));
    expect(mean(across)).toBeGreaterThan(0.2);
    expect(mean(inSector)).toBeGreaterThan(mean(across) + 0.1);
  });

  it("tells its hidden regimes, covering every bar once, and they differ as named", () => {
    const { regimes } = MARKET;
    expect(regimes[0]?.fromAt).toBe(OPTIONS.fromAt);
    expect(regimes.every((stretch, i) => i === 0 || stretch.fromAt === regimes[i - 1]!.toAt + 300_000)).toBe(true);
    expect(regimes.at(-1)?.toAt).toBe(OPTIONS.fromAt + (OPTIONS.bars - 1) * 300_000);
  });

  it("differs from regime to regime as their names say", () => {
    const { regimes, series } = generateMarket({ ...OPTIONS, symbols: ["BTCUSDT"], interval: "1h", bars: 24 * 150 });
    expect(new Set(regimes.map(({ regime }) => regime)).size).toBe(8);
    const movesIn = (regime: string) =>
      regimes
        .filter((stretch) => stretch.regime === regime)
        .flatMap(({ fromAt, toAt }) => series.BTCUSDT!.filter(({ openAt }) => openAt >= fromAt && openAt <= toAt))
        .map((bar) => Math.log(bar.close / bar.open));
    const sizeIn = (regime: string) => median(movesIn(regime).map(Math.abs));
    expect(sizeIn("VOLATILE")).toBeGreaterThan(2 * sizeIn("SIDEWAYS_TIGHT"));
    expect(mean(movesIn("BULL_STRONG"))).toBeGreaterThan(0);
    expect(mean(movesIn("BEAR_STRONG"))).toBeLessThan(0);
  });

  it("pays funding at 00, 08 and 16 UTC within the exchange's cap", () => {
    const rates = MARKET.funding.BTCUSDT ?? [];
    expect(rates).toHaveLength(45);
    expect(rates.every(({ paidAt, ratio }) => paidAt % (8 * 3_600_000) === 0 && Math.abs(ratio) <= 0.0075)).toBe(true);
    expect(new Set(rates.map(({ ratio }) => ratio)).size).toBeGreaterThan(20);
  });

  it("has realistic price levels and at least 20 symbols of its own", () => {
    expect(MARKET.series.BTCUSDT![0]!.open).toBe(30_000);
    expect(
      MARKET.series["1000PEPEUSDT"]?.[0]?.open ??
        generateMarket({ ...OPTIONS, bars: 1, symbols: ["1000PEPEUSDT"] }).series["1000PEPEUSDT"]![0]!.open,
    ).toBe(0.0016);
    expect(defaultSymbols(20)).toHaveLength(20);
    expect(defaultSymbols(2)).toEqual(["BTCUSDT", "ETHUSDT"]);
    expect(() => defaultSymbols(1000)).toThrow(/between 1 and/);
  });

  it("refuses a start off the grid and no bars at all", () => {
    expect(() => generateMarket({ ...OPTIONS, fromAt: OPTIONS.fromAt + 1 })).toThrow(/grid/);
    expect(() => generateMarket({ ...OPTIONS, bars: 0 })).toThrow(/at least one/);
  });
});

describe("the random walk", () => {
  it("is a fair game: no drift, no memory, no fat tails", () => {
    const returns = logReturns(generateRandomWalk({ seed: 5, interval: "5m", fromAt: 0, bars: 12_000, startPrice: 30_000 }));
    const deviation = Math.sqrt(mean(returns.map((value) => value ** 2)));
    const standardError = deviation / Math.sqrt(returns.length);
    expect(Math.abs(mean(returns.map(Math.expm1)))).toBeLessThan(3 * standardError);
    expect(Math.abs(correlation(returns.slice(1), returns.slice(0, -1)))).toBeLessThan(3 / Math.sqrt(returns.length));
    expect(Math.abs(kurtosis(returns) - 3)).toBeLessThan(0.25);
  });

  it("is also a mode of the market: every symbol on its own, no regimes", () => {
    const walk = generateMarket({ ...OPTIONS, mode: "random-walk", bars: 3000, symbols: ["AAVEUSDT", "CRVUSDT"] });
    expect(walk.regimes).toEqual([]);
    expect(walk.description).toContain("random-walk");
    expect(Math.abs(correlation(logReturns(walk.series.AAVEUSDT!), logReturns(walk.series.CRVUSDT!)))).toBeLessThan(0.06);
  });
});
