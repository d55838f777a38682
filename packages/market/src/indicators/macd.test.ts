import { describe, expect, it } from "@jest/globals";
import { EMA, MACD } from "trading-signals";
import { CLOSES, expectAgreement, expectExact, mean } from "../../test/indicator-check.ts";
import { createMacd, readMacd, updateMacd } from "./macd.ts";

function ema(values: readonly number[], period: number): number[] {
  const averages: number[] = [];
  let average = mean(values.slice(0, period));
  values.forEach((value, i) => {
    if (i >= period) average += (2 / (period + 1)) * (value - average);
    if (i >= period - 1) averages.push(average);
  });
  return averages;
}

describe("the moving average convergence divergence", () => {
  it("is fast minus slow, with the average of that as signal", () => {
    expectExact({
      items: CLOSES.slice(0, 200),
      create: () => createMacd(),
      update: (state, close) => {
        updateMacd(state, close);
        return readMacd(state)?.histogram ?? null;
      },
      read: (state) => readMacd(state)?.histogram ?? null,
      reference: (seen) => {
        if (seen.length < 34) return null;
        const slow = ema(seen, 26);
        const fast = ema(seen, 12).slice(-slow.length);
        const line = slow.map((value, i) => fast[i]! - value);
        return line.at(-1)! - ema(line, 9).at(-1)!;
      },
    });
  });

  it("gives the line before the signal is seeded, and null before the slow average is", () => {
    const state = createMacd(2, 3, 2);
    const lines = [1, 2, 3, 4].map((close) => updateMacd(state, close));
    expect(lines.slice(0, 2)).toEqual([null, null]);
    expect(lines.slice(2)).toEqual([0.5, 0.5]);
    expect(readMacd(state)).toEqual({ line: 0.5, signal: 0.5, histogram: 0 });
  });

  it("agrees with an independent library", () => {
    const ours = createMacd();
    const theirs = new MACD(new EMA(12), new EMA(26), new EMA(9));
    const histogramOf = (close: number) => {
      updateMacd(ours, close);
      return readMacd(ours)?.histogram ?? null;
    };
    expectAgreement(CLOSES, histogramOf, (close) => theirs.add(close)?.histogram ?? null);
  });

  it("refuses a fast period that is not faster", () => {
    expect(() => createMacd(26, 26)).toThrow(/fast period/);
  });
});
