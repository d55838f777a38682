import { describe, expect, it } from "@jest/globals";
import { normalQuantile, studentQuantile } from "./quantiles.ts";

describe("quantiles", () => {
  it.each([
    [0.025, 1.96],
    [0.01, 2.326],
    [0.002, 2.878],
    [0.0005, 3.291],
  ])("of the normal distribution: %s lies beyond %s", (tail, value) => {
    expect(normalQuantile(tail)).toBeCloseTo(value, 2);
  });

  // Tables of Student's t.
  it.each([
    [0.025, 9, 2.262],
    [0.005, 9, 3.25],
    [0.001, 29, 3.396],
    [0.005, 29, 2.756],
  ])("of Student's t: %s with %s degrees of freedom lies beyond %s", (tail, freedom, value) => {
    expect(Math.abs(studentQuantile(tail, freedom) - value)).toBeLessThan(0.02);
  });
});
