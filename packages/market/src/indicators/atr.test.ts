import { describe, expect, it } from "@jest/globals";
import { ATR } from "trading-signals";
import { expectAgreement, expectExact, SAMPLE, trueRanges, wilder } from "../../test/indicator-check.ts";
import { createAtr, readAtr, trueRange, updateAtr } from "./atr.ts";

describe("the average true range", () => {
  it("is Wilder's, exact from the 14th true range on", () => {
    expectExact({
      items: SAMPLE.slice(0, 400),
      create: () => createAtr(14),
      update: updateAtr,
      read: readAtr,
      reference: (seen) => wilder(trueRanges(seen), 14),
    });
  });

  it("agrees with an independent library", () => {
    const [ours, theirs] = [createAtr(14), new ATR(14)];
    expectAgreement(
      SAMPLE,
      (bar) => updateAtr(ours, bar),
      (bar) => theirs.add(bar),
      { from: 400 },
    );
  });

  it("counts the jump from the previous close, up or down", () => {
    expect(trueRange({ high: 12, low: 11, close: 11 }, 9)).toBe(3);
    expect(trueRange({ high: 12, low: 11, close: 11 }, 15)).toBe(4);
    expect(trueRange({ high: 12, low: 9, close: 11 }, 10)).toBe(3);
  });
});
