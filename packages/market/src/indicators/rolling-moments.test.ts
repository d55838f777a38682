import { describe, expect, it } from "@jest/globals";
import { CLOSES, mean } from "../../test/indicator-check.ts";
import { createRollingMoments, deviationOf, updateRollingMoments } from "./rolling-moments.ts";

describe("rolling moments", () => {
  it("do not drift over 100,000 values", () => {
    const state = createRollingMoments(20);
    const values = Array.from({ length: 100_000 }, (_, i) => CLOSES[(i * 7) % CLOSES.length]! * (i % 1000 === 0 ? 1e6 : 1));
    for (const value of values) updateRollingMoments(state, value);
    const window = values.slice(-20);
    expect(state.mean).toBeCloseTo(mean(window), 9);
    expect(deviationOf(state)).toBeCloseTo(Math.sqrt(mean(window.map((value) => (value - mean(window)) ** 2))), 9);
  });

  it("are 0 while empty and refuse a broken period", () => {
    expect(deviationOf(createRollingMoments(5))).toBe(0);
    expect(() => createRollingMoments(2.5)).toThrow(/whole number/);
  });
});
