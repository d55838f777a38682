import { describe, expect, it } from "@jest/globals";
import { RSI } from "trading-signals";
import { CLOSES, expectAgreement, expectExact, wilder } from "../../test/indicator-check.ts";
import { createRsi, readRsi, updateRsi } from "./rsi.ts";

describe("the relative strength index", () => {
  it("is Wilder's, exact from the 14th change on", () => {
    expectExact({
      items: CLOSES.slice(0, 400),
      create: () => createRsi(14),
      update: updateRsi,
      read: readRsi,
      reference: (seen) => {
        const changes = seen.slice(1).map((close, i) => close - seen[i]!);
        const gain = wilder(
          changes.map((change) => Math.max(change, 0)),
          14,
        );
        const loss = wilder(
          changes.map((change) => Math.max(-change, 0)),
          14,
        );
        return gain === null || loss === null ? null : 100 - 100 / (1 + gain / loss);
      },
    });
  });

  it("agrees with an independent library", () => {
    const [ours, theirs] = [createRsi(14), new RSI(14)];
    expectAgreement(
      CLOSES,
      (close) => updateRsi(ours, close),
      (close) => theirs.add(close),
    );
  });

  it("is 100 when it only rose, 0 when it only fell and 50 when nothing moved", () => {
    const after = (closes: number[]) => {
      const state = createRsi(3);
      for (const close of closes) updateRsi(state, close);
      return readRsi(state);
    };
    expect(after([1, 2, 3, 4, 5])).toBe(100);
    expect(after([5, 4, 3, 2, 1])).toBe(0);
    expect(after([5, 5, 5, 5, 5])).toBe(50);
  });
});
