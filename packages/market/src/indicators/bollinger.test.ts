import { describe, expect, it } from "@jest/globals";
import { BollingerBands } from "trading-signals";
import { CLOSES, expectAgreement, expectExact, mean } from "../../test/indicator-check.ts";
import { createBollinger, readBollinger, updateBollinger } from "./bollinger.ts";

describe("Bollinger bands", () => {
  it("lie two population deviations around the mean of the window", () => {
    expectExact({
      items: CLOSES.slice(0, 300),
      create: () => createBollinger(20, 2),
      update: (state, close) => {
        updateBollinger(state, close);
        return readBollinger(state)?.upper ?? null;
      },
      read: (state) => readBollinger(state)?.upper ?? null,
      reference: (seen) => {
        if (seen.length < 20) return null;
        const window = seen.slice(-20);
        const middle = mean(window);
        return middle + 2 * Math.sqrt(mean(window.map((close) => (close - middle) ** 2)));
      },
    });
  });

  it("agree with an independent library on both sides", () => {
    const [ours, theirs] = [createBollinger(20, 2), new BollingerBands(20, 2)];
    const bandsOf = (close: number) => {
      updateBollinger(ours, close);
      return readBollinger(ours);
    };
    expectAgreement(
      CLOSES,
      (close) => bandsOf(close)?.lower ?? null,
      (close) => theirs.add(close)?.lower ?? null,
      { tolerance: 1e-10 },
    );
    expect(readBollinger(ours)?.upper).toBeCloseTo(theirs.getResultOrThrow().upper, 9);
    expect(readBollinger(ours)?.middle).toBeCloseTo(theirs.getResultOrThrow().middle, 9);
  });

  it("have no width when nothing moves, also after wild values", () => {
    const state = createBollinger(4);
    for (const close of [1e6, 3, 9e5, 7, 7, 7, 7, 7]) updateBollinger(state, close);
    expect(readBollinger(state)).toEqual({ middle: 7, upper: 7, lower: 7, bandwidthRatio: 0 });
  });
});
