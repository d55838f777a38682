import { describe, expect, it } from "@jest/globals";
import { figure, multiple, percent, signedPercent, signedUsd, time, tone, UNKNOWN, usd } from "./format.ts";

describe("figures on the page", () => {
  it("what is not known is a dash, never a zero", () => {
    for (const show of [usd, signedUsd, percent, signedPercent, multiple, time, figure]) {
      expect(show(null)).toBe(UNKNOWN);
      expect(show(undefined)).toBe(UNKNOWN);
      expect(show(Number.NaN)).toBe(UNKNOWN);
    }
  });
  it("gains and losses carry a sign, and what rounds to nothing carries none", () => {
    expect([signedUsd(1234.5), signedUsd(-0.5), signedUsd(-0.001), signedUsd(0)]).toEqual(["+1,234.50", "−0.50", "0.00", "0.00"]);
    expect([multiple(1.234), multiple(-0.004), signedPercent(-0.0123)]).toEqual(["+1.23 R", "0.00 R", "−1.23 %"]);
    expect([tone(1), tone(-1), tone(0), tone(null)]).toEqual(["gain", "loss", "", ""]);
  });
  it("times are UTC, prices keep their digits and lose their trailing zeros", () => {
    expect(time(Date.UTC(2023, 6, 13, 15, 5))).toBe("13 Jul, 15:05");
    expect([figure("0.0012000"), figure("30355.80"), figure("100"), figure("x")]).toEqual(["0.0012", "30355.8", "100", UNKNOWN]);
  });
});
