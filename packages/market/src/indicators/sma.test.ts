import { describe, expect, it } from "@jest/globals";
import { SMA } from "trading-signals";
import { CLOSES, expectAgreement, expectExact, mean } from "../../test/indicator-check.ts";
import { createSma, readSma, updateSma } from "./sma.ts";

describe("the simple moving average", () => {
  it("is the mean of its window and null before", () => {
    expectExact({
      items: CLOSES.slice(0, 400),
      create: () => createSma(20),
      update: updateSma,
      read: readSma,
      reference: (seen) => (seen.length < 20 ? null : mean(seen.slice(-20))),
    });
  });

  it("agrees with an independent library", () => {
    const [ours, theirs] = [createSma(50), new SMA(50)];
    expectAgreement(
      CLOSES,
      (close) => updateSma(ours, close),
      (close) => theirs.add(close),
      { from: 50, tolerance: 1e-12 },
    );
  });

  it("does not drift when huge values have passed through its window", () => {
    const state = createSma(3);
    for (const value of [1e17, 1, 1, 1, 2, 3]) updateSma(state, value);
    expect(readSma(state)).toBe(2);
  });
});
