import { describe, expect, it } from "@jest/globals";
import { CLOSES, expectExact, mean } from "../../test/indicator-check.ts";
import { createZScore, readZScore, updateZScore } from "./z-score.ts";

describe("the z-score", () => {
  it("is the distance from the mean in population deviations", () => {
    expectExact({
      items: CLOSES.slice(0, 300),
      create: () => createZScore(20),
      update: updateZScore,
      read: readZScore,
      reference: (seen) => {
        if (seen.length < 20) return null;
        const window = seen.slice(-20);
        const middle = mean(window);
        return (seen.at(-1)! - middle) / Math.sqrt(mean(window.map((value) => (value - middle) ** 2)));
      },
      tolerance: 1e-8,
    });
  });

  it("is null while all values are the same, whatever was before", () => {
    const state = createZScore(3);
    const scores = [1000, 0.1, 0.1, 0.1, 0.1].map((value) => updateZScore(state, value));
    expect(scores.slice(0, 2)).toEqual([null, null]);
    expect(scores[2]).toBeCloseTo(-Math.SQRT1_2, 12);
    expect(scores.slice(3)).toEqual([null, null]);
    expect(updateZScore(state, 0.2)).toBeCloseTo(Math.SQRT2, 9);
  });
});
