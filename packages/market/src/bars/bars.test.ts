import { describe, expect, it } from "@jest/globals";
import type { Bar } from "@quantum/types";
import { generateRandomWalk } from "../generator/random-walk.ts";
import { aggregateBars, aggregateMarked } from "./aggregate-bars.ts";
import { findGaps } from "./find-gaps.ts";
import { quoteVolumeOf } from "./quote-volume.ts";
import { logReturns, simpleReturns } from "./returns.ts";
import { validateBars } from "./validate-bars.ts";

const FROM = Date.UTC(2024, 0, 1);
const MINUTE = 60_000;
const WALK = generateRandomWalk({ seed: 1, interval: "1m", fromAt: FROM, bars: 60 });
const SOUND: Bar = {
  openAt: FROM,
  open: 10,
  high: 12,
  low: 9,
  close: 11,
  volume: 5,
  quoteVolume: 50,
  trades: 3,
  takerBuyVolume: 2,
};

const findingsOf = (changes: Partial<Bar>) =>
  validateBars([{ ...SOUND, ...changes }], "1m").map(({ field, problem }) => `${field} ${problem}`);

describe("validating a series of bars", () => {
  it("finds nothing wrong with sound bars, gaps included", () => {
    expect(
      validateBars(
        WALK.filter((_, i) => i % 7 !== 3),
        "1m",
      ),
    ).toEqual([]);
  });

  it("takes a high equal to open and close, and refuses one a tick below", () => {
    expect(findingsOf({ open: 12, close: 12, high: 12 })).toEqual([]);
    expect(findingsOf({ high: 10.99 })).toEqual(["high is below open or close"]);
  });

  it("takes a low equal to open and close, and refuses one a tick above", () => {
    expect(findingsOf({ low: 10 })).toEqual([]);
    expect(findingsOf({ low: 10.01 })).toEqual(["low is above open or close"]);
  });

  it("refuses prices that are zero, negative or not finite", () => {
    expect(findingsOf({ low: 0 })).toEqual(["low is not a positive price"]);
    expect(findingsOf({ open: -10 })).toEqual(["open is not a positive price"]);
    expect(findingsOf({ close: Number.NaN })).toEqual(["close is not a finite number"]);
    expect(findingsOf({ high: Number.POSITIVE_INFINITY })).toEqual(["high is not a finite number"]);
  });

  it("takes no volume, and refuses a negative one", () => {
    expect(findingsOf({ volume: 0, quoteVolume: 0, trades: 0, takerBuyVolume: 0 })).toEqual([]);
    expect(findingsOf({ volume: -1 })).toEqual(["volume is negative"]);
    expect(findingsOf({ trades: Number.NaN })).toEqual(["trades is not a finite number"]);
  });

  it("refuses times off the grid, repeated and going back", () => {
    expect(findingsOf({ openAt: FROM + 1 })).toEqual(["openAt does not open on the 1m grid"]);
    const at = (minute: number) => ({ ...SOUND, openAt: FROM + minute * MINUTE });
    expect(validateBars([at(0), at(2), at(2), at(1)], "1m").map(({ index, problem }) => [index, problem])).toEqual([
      [2, "repeats the time of the bar before"],
      [3, "is earlier than the bar before"],
    ]);
  });
});

describe("gaps", () => {
  it("are named by their first and last missing bar", () => {
    const bars = WALK.filter((_, i) => i !== 4 && (i < 10 || i > 12));
    expect(findGaps(bars, "1m")).toEqual([
      { fromAt: FROM + 4 * MINUTE, toAt: FROM + 4 * MINUTE, missingBars: 1 },
      { fromAt: FROM + 10 * MINUTE, toAt: FROM + 12 * MINUTE, missingBars: 3 },
    ]);
    expect(findGaps(WALK, "1m")).toEqual([]);
    expect(findGaps([], "1m")).toEqual([]);
  });
});

describe("joining bars to longer ones", () => {
  it("takes the first open, the extremes, the last close and the sums", () => {
    const joined = aggregateBars(WALK, { from: "1m", to: "5m" });
    expect(joined).toHaveLength(12);
    const parts = WALK.slice(5, 10);
    expect(joined[1]).toEqual({
      openAt: FROM + 5 * MINUTE,
      open: parts[0]!.open,
      high: Math.max(...parts.map(({ high }) => high)),
      low: Math.min(...parts.map(({ low }) => low)),
      close: parts[4]!.close,
      volume: parts.reduce((sum, { volume }) => sum + volume, 0),
      quoteVolume: parts.reduce((sum, { quoteVolume }) => sum + quoteVolume, 0),
      trades: parts.reduce((sum, { trades }) => sum + trades, 0),
      takerBuyVolume: parts.reduce((sum, { takerBuyVolume }) => sum + takerBuyVolume, 0),
    });
    expect(validateBars(joined, "5m")).toEqual([]);
  });

  it("leaves out or marks a long bar that lacks one, at the start, inside or at the end", () => {
    const bars = WALK.slice(1, 58).filter((_, i) => i !== 20);
    const marked = aggregateMarked(bars, { from: "1m", to: "5m" });
    expect(marked.map(({ complete }) => complete)).toEqual(Array.from({ length: 12 }, (_, i) => i !== 0 && i !== 4 && i !== 11));
    expect(aggregateBars(bars, { from: "1m", to: "5m" })).toHaveLength(9);
  });

  it("gives the same for one step as for two, and does not touch its input", () => {
    const before = structuredClone(WALK);
    const direct = aggregateBars(WALK, { from: "1m", to: "15m" });
    const twice = aggregateBars(aggregateBars(WALK, { from: "1m", to: "5m" }), { from: "5m", to: "15m" });
    expect(twice.map(({ openAt, open, high, low, close }) => [openAt, open, high, low, close])).toEqual(
      direct.map(({ openAt, open, high, low, close }) => [openAt, open, high, low, close]),
    );
    expect(WALK).toEqual(before);
  });

  it("refuses to make shorter bars", () => {
    expect(() => aggregateBars(WALK, { from: "5m", to: "1m" })).toThrow(/cannot be joined/);
  });
});

describe("returns and turnover", () => {
  it("are one fewer than the bars", () => {
    const bars = [{ close: 100 }, { close: 110 }, { close: 99 }];
    expect(simpleReturns(bars).map((value) => value.toFixed(6))).toEqual(["0.100000", "-0.100000"]);
    expect(logReturns(bars)[0]).toBeCloseTo(Math.log(1.1), 12);
    expect(logReturns([])).toEqual([]);
  });

  it("takes the observed turnover, and estimates it within the bar's range where the source has none", () => {
    expect(quoteVolumeOf(SOUND)).toBe(50);
    expect(quoteVolumeOf({ ...SOUND, quoteVolume: 0 })).toBeCloseTo((5 * (12 + 9 + 11)) / 3, 9);
  });
});
