import { describe, expect, it } from "@jest/globals";
import { OBV } from "trading-signals";
import { SAMPLE } from "../../test/indicator-check.ts";
import { createObv, readObv, updateObv } from "./obv.ts";

describe("on-balance volume", () => {
  it("adds the volume of rising bars and takes off that of falling ones", () => {
    const state = createObv();
    expect(readObv(state)).toBeNull();
    const levels = [
      [10, 5],
      [11, 7],
      [11, 100],
      [9, 3],
    ].map(([close = 0, volume = 0]) => updateObv(state, { close, volume }));
    expect(levels).toEqual([0, 7, 7, 4]);
    expect(readObv(state)).toBe(4);
  });

  it("moves as an independent library does, bar by bar", () => {
    const [ours, theirs] = [createObv(), new OBV(2)];
    let [before, theirsBefore] = [0, 0];
    SAMPLE.forEach((bar, i) => {
      const [value, wanted] = [updateObv(ours, bar), theirs.add(bar) ?? 0];
      if (i >= 1) expect(value - before).toBeCloseTo(wanted - theirsBefore, 4);
      [before, theirsBefore] = [value, wanted];
    });
    expect(before).not.toBe(0);
  });
});
