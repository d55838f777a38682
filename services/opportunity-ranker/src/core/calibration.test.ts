import { describe, expect, it } from "@jest/globals";
import { createRandom, nextUniform } from "@quantum/market";
import { emptyCalibration, measure, shrink, slopeOf } from "./calibration.ts";
import { LIMITS } from "./limits.ts";

/** Cycles of twenty claims whose truth is `slope` times the claim. */
function after(cycles: number, slope: number): number {
  const random = createRandom(`calibration ${slope}`);
  const calibration = emptyCalibration();
  for (let i = 0; i < cycles; i++) {
    const outcomes = Array.from({ length: 20 }, () => {
      const probabilityUp = 0.2 + 0.6 * nextUniform(random);
      return { probabilityUp, up: nextUniform(random) < 0.5 + slope * (probabilityUp - 0.5) ? 1 : 0 };
    });
    measure(calibration, outcomes, 12);
  }
  return slopeOf(calibration);
}

describe("OR-03: how much of a claimed edge is believed", () => {
  it("is half before anything was measured", () => {
    expect(slopeOf(emptyCalibration())).toBe(LIMITS.priorSlope);
    expect(shrink(0.8, 0.5)).toBeCloseTo(0.65, 12);
    expect(shrink(0.5, 0.5)).toBe(0.5);
  });

  it("moves towards what is measured: little after a day, mostly after two months", () => {
    const day = after(288, 0);
    expect(day).toBeGreaterThan(0.35);
    expect(day).toBeLessThan(0.5);
    expect(after(288 * 60, 0)).toBeLessThan(0.15);
    expect(after(288 * 60, 1)).toBeGreaterThan(0.85);
  });

  it("is never below none and never above all", () => {
    expect(after(288 * 10, -1)).toBeGreaterThanOrEqual(0);
    expect(slopeOf({ cross: -100, square: 1 })).toBe(0);
    expect(slopeOf({ cross: 100, square: 1 })).toBe(1);
  });

  it("takes an unmoved price as half a rise: it says nothing for or against", () => {
    const calibration = emptyCalibration();
    measure(calibration, [{ probabilityUp: 0.7, up: 0.5 }], 1);
    expect(calibration.cross).toBe(0);
    expect(calibration.square).toBeCloseTo(0.04, 12);
  });
});
