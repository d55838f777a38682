import { describe, expect, it } from "@jest/globals";
import { EMA } from "trading-signals";
import { CLOSES, expectAgreement, expectExact, mean } from "../../test/indicator-check.ts";
import { createEma, readEma, updateEma } from "./ema.ts";

describe("the exponential moving average", () => {
  it("is seeded with the mean of its first values and exact from there on", () => {
    expectExact({
      items: CLOSES.slice(0, 400),
      create: () => createEma(12),
      update: updateEma,
      read: readEma,
      reference: (seen) =>
        seen.length < 12
          ? null
          : seen.slice(12).reduce((average, close) => average + (2 / 13) * (close - average), mean(seen.slice(0, 12))),
    });
  });

  it("agrees with an independent library once the seed has washed out", () => {
    const [ours, theirs] = [createEma(26), new EMA(26)];
    expectAgreement(
      CLOSES,
      (close) => updateEma(ours, close),
      (close) => theirs.add(close),
    );
  });

  it("follows at once with a period of 1 and refuses a period of 0", () => {
    const state = createEma(1);
    expect([updateEma(state, 3), updateEma(state, 8)]).toEqual([3, 8]);
    expect(() => createEma(0)).toThrow(/at least 1/);
  });
});
