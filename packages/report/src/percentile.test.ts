import { describe, expect, it } from "@jest/globals";
import { maxDrawdownRatio } from "./drawdown.ts";
import { percentile } from "./percentile.ts";

describe("percentile", () => {
  it("is the nearest rank, whatever the order of the values", () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([percentile(values, 0.5), percentile(values, 0.99), percentile(values, 1), percentile(values, 0)]).toEqual([50, 99, 100, 1]);
  });

  it("of nothing is unknown", () => {
    expect(percentile([], 0.5)).toBeNull();
  });
});

describe("maximum drawdown", () => {
  it("is measured from the highest equity before the fall", () => {
    expect(maxDrawdownRatio([100, 120, 90, 130, 110])).toBe(0.25);
  });

  it("is 0 when equity never fell, and unknown without equity", () => {
    expect([maxDrawdownRatio([100, 100, 101]), maxDrawdownRatio([])]).toEqual([0, null]);
  });
});
