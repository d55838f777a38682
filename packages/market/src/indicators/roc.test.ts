import { describe, expect, it } from "@jest/globals";
import { ROC } from "trading-signals";
import { CLOSES, expectAgreement, expectExact } from "../../test/indicator-check.ts";
import { createRoc, readRoc, updateRoc } from "./roc.ts";

describe("the rate of change", () => {
  it("is the value over the value `period` bars ago, less one", () => {
    expectExact({
      items: CLOSES.slice(0, 300),
      create: () => createRoc(10),
      update: updateRoc,
      read: readRoc,
      reference: (seen) => (seen.length < 11 ? null : seen.at(-1)! / seen.at(-11)! - 1),
    });
  });

  it("agrees with an independent library", () => {
    const [ours, theirs] = [createRoc(10), new ROC(10)];
    expectAgreement(
      CLOSES,
      (close) => updateRoc(ours, close),
      (close) => theirs.add(close),
      { from: 10, tolerance: 1e-12 },
    );
  });

  it("is not defined with exactly `period` values and is with one more", () => {
    const state = createRoc(2);
    expect([updateRoc(state, 1), updateRoc(state, 2), updateRoc(state, 4)]).toEqual([null, null, 3]);
  });
});
