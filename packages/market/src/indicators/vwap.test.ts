import { describe, expect, it } from "@jest/globals";
import { VWAP } from "trading-signals";
import { expectExact, SAMPLE } from "../../test/indicator-check.ts";
import { createVwap, readVwap, updateVwap } from "./vwap.ts";

describe("the rolling volume-weighted average price", () => {
  it("weighs the typical prices of the window by volume", () => {
    expectExact({
      items: SAMPLE.slice(0, 300),
      create: () => createVwap(20),
      update: updateVwap,
      read: readVwap,
      reference: (seen) => {
        if (seen.length < 20) return null;
        const window = seen.slice(-20);
        const turnover = window.reduce((sum, { high, low, close, volume }) => sum + ((high + low + close) / 3) * volume, 0);
        return turnover / window.reduce((sum, { volume }) => sum + volume, 0);
      },
    });
  });

  it("equals an independent library's running average while the window holds everything seen", () => {
    const theirs = new VWAP();
    const ours = createVwap(300);
    let last: number | null = null;
    for (const bar of SAMPLE.slice(0, 300)) [last] = [updateVwap(ours, bar), theirs.add(bar)];
    expect(last).toBeCloseTo(theirs.getResultOrThrow(), 9);
  });

  it("is null while the window has no volume, and known again when there is some", () => {
    const state = createVwap(2);
    const bar = { high: 3, low: 1, close: 2 };
    const values = [0, 0, 5, 0, 0].map((volume) => updateVwap(state, { ...bar, volume }));
    expect(values).toEqual([null, null, 2, 2, null]);
  });
});
