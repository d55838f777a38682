import { describe, expect, it } from "@jest/globals";
import { logReturns } from "../bars/returns.ts";
import { validateBars } from "../bars/validate-bars.ts";
import { generateLabelledMarket } from "./generate-labelled-market.ts";
import { LABELLED_SHAPES, LEAST_STAY_BARS } from "./labelled-shapes.ts";
import { REGIMES, type Regime } from "./regimes.ts";

const STEP_MS = 300_000;
const OPTIONS = { seed: 3, symbols: ["BTCUSDT", "DOGEUSDT"], interval: "5m", fromAt: Date.UTC(2024, 0, 1), bars: 12_000 } as const;
const MARKET = generateLabelledMarket(OPTIONS);
const BTC = MARKET.series.BTCUSDT!;

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}

/** Log returns of the bars inside a state, each with the one before it. */
function movesIn(wanted: Regime): { move: number; before: number }[] {
  const returns = logReturns(BTC);
  return MARKET.regimes
    .filter(({ regime }) => regime === wanted)
    .flatMap(({ fromAt, toAt }) => {
      const [first, last] = [(fromAt - OPTIONS.fromAt) / STEP_MS, (toAt - OPTIONS.fromAt) / STEP_MS];
      return Array.from({ length: Math.max(0, last - first - 1) }, (_, i) => ({
        move: returns[first + i + 1]!,
        before: returns[first + i]!,
      }));
    });
}

function persistenceIn(regime: Regime): number {
  const pairs = movesIn(regime);
  const middle = mean(pairs.map(({ move }) => move));
  return mean(pairs.map(({ move, before }) => (move - middle) * (before - middle))) / deviation(pairs.map(({ move }) => move)) ** 2;
}

describe("the labelled market", () => {
  it("says that it is generated, and holds sound bars without gaps", () => {
    expect(MARKET.generated).toBe(true);
    expect(MARKET.description).toBe("generated market (labelled), seed 3");
    for (const bars of Object.values(MARKET.series)) {
      expect(bars).toHaveLength(OPTIONS.bars);
      expect(validateBars(bars, "5m")).toEqual([]);
      expect(bars.every((bar, i) => i === 0 || bar.openAt === bars[i - 1]!.openAt + STEP_MS)).toBe(true);
    }
  });

  it("is the same for the same seed, another for another, and does not change when more bars or other symbols are asked for", () => {
    const shorter = generateLabelledMarket({ ...OPTIONS, symbols: ["DOGEUSDT"], bars: 300 });
    expect(shorter.series.DOGEUSDT).toEqual(MARKET.series.DOGEUSDT!.slice(0, 300));
    expect(generateLabelledMarket({ ...OPTIONS, bars: 300, seed: 4 }).series.DOGEUSDT).not.toEqual(shorter.series.DOGEUSDT);
  });

  it("labels every bar once, all eight states occur, and none but the last stays below its least stay", () => {
    const { regimes } = MARKET;
    expect(regimes[0]?.fromAt).toBe(OPTIONS.fromAt);
    expect(regimes.every((stretch, i) => i === 0 || stretch.fromAt === regimes[i - 1]!.toAt + STEP_MS)).toBe(true);
    expect(regimes.at(-1)?.toAt).toBe(OPTIONS.fromAt + (OPTIONS.bars - 1) * STEP_MS);
    expect(new Set(regimes.map(({ regime }) => regime))).toEqual(new Set(REGIMES));
    expect(regimes.slice(0, -1).every(({ fromAt, toAt }) => (toAt - fromAt) / STEP_MS + 1 >= LEAST_STAY_BARS)).toBe(true);
  });

  it.each(REGIMES)("moves in %s as its shape says", (regime) => {
    const moves = movesIn(regime).map(({ move }) => move);
    const shape = LABELLED_SHAPES[regime];
    expect(Math.abs(mean(moves) / deviation(moves) - shape.drift)).toBeLessThan(0.2);
    if (shape.pull === 0) expect(Math.abs(persistenceIn(regime) - shape.persistence)).toBeLessThan(0.15);
  });

  it("is quietest in a tight range and wildest when volatile", () => {
    const spread = Object.fromEntries(REGIMES.map((regime) => [regime, deviation(movesIn(regime).map(({ move }) => move))]));
    const sorted = [...REGIMES].sort((a, b) => spread[a]! - spread[b]!);
    expect([sorted[0], sorted.at(-1)]).toEqual(["SIDEWAYS_TIGHT", "VOLATILE"]);
  });

  it("does not run away: two trending months end within a factor of ten of where they began", () => {
    for (const seed of [1, 2, 3, 4]) {
      const { series } = generateLabelledMarket({ ...OPTIONS, symbols: ["BTCUSDT"], seed, bars: 17_000 });
      const ratio = series.BTCUSDT!.at(-1)!.close / series.BTCUSDT![0]!.open;
      expect(Math.abs(Math.log(ratio))).toBeLessThan(Math.log(10));
    }
  });

  it("refuses a start off the grid and no bars at all", () => {
    expect(() => generateLabelledMarket({ ...OPTIONS, fromAt: OPTIONS.fromAt + 1 })).toThrow(/grid/);
    expect(() => generateLabelledMarket({ ...OPTIONS, bars: 0 })).toThrow(/at least one/);
  });
});
