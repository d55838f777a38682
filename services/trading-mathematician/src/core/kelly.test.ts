import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { kellyFraction } from "./kelly.ts";

const fraction = (winRate: number, averageWin: number, averageLoss: number) => kellyFraction({ winRate, averageWin, averageLoss });

describe("TM-02 Kelly's fraction", () => {
  it("is (b p - q) / b", () => {
    expect(fraction(0.55, 1, 1)).toBeCloseTo(0.1, 10);
    expect(fraction(0.5, 1.5, 1)).toBeCloseTo(1 / 6, 10);
    expect(fraction(0.4, 2, 1)).toBeCloseTo(0.1, 10);
    expect(fraction(0.5, 300, 200)).toBeCloseTo(1 / 6, 10);
  });

  it("is capped at exactly a quarter", () => {
    expect(fraction(0.625, 1, 1)).toBe(0.25);
    expect(fraction(0.6249, 1, 1)).toBeCloseTo(0.2498, 10);
    expect(fraction(0.9, 5, 1)).toBe(0.25);
  });

  it("is 0 without an edge: exactly at break-even, and below", () => {
    expect(fraction(0.5, 1, 1)).toBe(0);
    expect(fraction(0.4, 1.5, 1)).toBeCloseTo(0, 10);
    expect(fraction(0.3, 1, 1)).toBe(0);
  });

  it.each([
    [0, 2, 1],
    [-0.1, 2, 1],
    [1, 2, 1],
    [1.2, 2, 1],
    [0.6, 2, 0],
    [0.6, 2, -1],
    [0.6, 0, 1],
    [Number.NaN, 2, 1],
    [0.6, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  ])("is 0 for a win rate of %p, a win of %p and a loss of %p", (winRate, win, loss) => {
    expect(fraction(winRate, win, loss)).toBe(0);
  });

  it("stays within 0 and a quarter, and grows with the win rate and the win, whatever the figures", () => {
    const any = fc.double({ min: -2, max: 2 });
    fc.assert(
      fc.property(any, any, any, fc.double({ min: 0, max: 0.3, noNaN: true }), (p, win, loss, more) => {
        const f = fraction(p, win, loss);
        expect(f >= 0 && f <= 0.25).toBe(true);
        if (p > 0 && p + more < 1) expect(fraction(p + more, win, loss)).toBeGreaterThanOrEqual(f);
        expect(fraction(p, win + more, loss)).toBeGreaterThanOrEqual(f - 1e-12);
      }),
    );
  });
});
