import { describe, expect, it } from "@jest/globals";
import { drawdownBandOf, volatilityBandOf } from "./bands.ts";

describe("OP-02: bands", () => {
  it.each([
    [0, "LOW"],
    [0.7, "LOW"],
    [0.7001, "NORMAL"],
    [1.5, "NORMAL"],
    [1.5001, "HIGH"],
    [2.5, "HIGH"],
    [2.5001, "EXTREME"],
    [null, "UNKNOWN"],
    [Number.NaN, "UNKNOWN"],
    [Number.POSITIVE_INFINITY, "UNKNOWN"],
    [-0.1, "UNKNOWN"],
  ])("a volatility ratio of %p is %s", (ratio, band) => {
    expect(volatilityBandOf(ratio)).toBe(band);
  });

  it.each([
    [0, "NONE"],
    [0.01, "NONE"],
    [0.0101, "SMALL"],
    [0.03, "SMALL"],
    [0.0301, "LARGE"],
    [0.05, "LARGE"],
    [0.0501, "DEEP"],
    [null, "UNKNOWN"],
    [Number.NaN, "UNKNOWN"],
    [-0.01, "UNKNOWN"],
  ])("a drawdown of %p is %s", (ratio, band) => {
    expect(drawdownBandOf(ratio)).toBe(band);
  });
});
