import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { DonchianChannels } from "trading-signals";
import { expectAgreement, SAMPLE } from "../../test/indicator-check.ts";
import { createDonchian, readDonchian, updateDonchian } from "./donchian.ts";

describe("the Donchian channel", () => {
  it("spans the highest high and the lowest low of the window, for any bars and any period", () => {
    const bars = fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 5 })), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(bars, fc.integer({ min: 1, max: 12 }), (pairs, period) => {
        let state = createDonchian(period);
        const seen = pairs.map(([low, size]) => ({ low, high: low + size }));
        seen.forEach((bar, i) => {
          const width = updateDonchian(state, bar);
          state = JSON.parse(JSON.stringify(state));
          const window = seen.slice(Math.max(0, i + 1 - period), i + 1);
          const upper = Math.max(...window.map(({ high }) => high));
          const lower = Math.min(...window.map(({ low }) => low));
          expect(readDonchian(state)).toEqual(i + 1 < period ? null : { upper, lower, middle: (upper + lower) / 2 });
          expect(width).toBe(i + 1 < period ? null : upper - lower);
        });
      }),
    );
  });

  it("agrees with an independent library", () => {
    const [ours, theirs] = [createDonchian(20), new DonchianChannels(20)];
    const widthOf = (result: { upper: number; lower: number } | null) => (result === null ? null : result.upper - result.lower);
    expectAgreement(
      SAMPLE,
      (bar) => updateDonchian(ours, bar),
      (bar) => widthOf(theirs.add(bar)),
    );
    expect(readDonchian(ours)).toEqual(theirs.getResultOrThrow());
  });
});
