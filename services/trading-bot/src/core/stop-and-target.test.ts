import { describe, expect, it } from "@jest/globals";
import { Exact } from "@quantum/exact";
import fc from "fast-check";
import { settings } from "../../test/scenario.ts";
import { DEFAULT_SETTINGS } from "./limits.ts";
import { type LevelInputs, stopAndTarget } from "./stop-and-target.ts";

const inputs = (part: Partial<LevelInputs> = {}): LevelInputs => ({
  direction: "LONG",
  close: 100,
  atrRatio: 0.005,
  tickSize: "0.01",
  ...part,
});

describe("TB-08 stop and target", () => {
  it("puts the stop two ranges away and the target one and a half times as far, on either side", () => {
    expect(stopAndTarget(inputs(), DEFAULT_SETTINGS)).toMatchObject({ stopPrice: "99", stopDistance: "1", takeProfitPrice: "101.5" });
    expect(stopAndTarget(inputs({ direction: "SHORT" }), DEFAULT_SETTINGS)).toMatchObject({ stopPrice: "101", takeProfitPrice: "98.5" });
  });

  it("keeps the stop between 0.4 % and 5 % of the price", () => {
    const ratio = (atrRatio: number) => stopAndTarget(inputs({ atrRatio }), DEFAULT_SETTINGS)?.stopRatio;
    expect([0.0019, 0.002, 0.00201].map(ratio)).toEqual([0.004, 0.004, 0.00402]);
    expect([0.0249, 0.025, 0.0251].map(ratio)).toEqual([0.0498, 0.05, 0.05]);
  });

  it("rounds both away from the price", () => {
    expect(stopAndTarget(inputs({ close: 100.03, tickSize: "0.1" }), DEFAULT_SETTINGS)).toMatchObject({
      stopPrice: "99",
      stopDistance: "1.03",
      takeProfitPrice: "101.6",
    });
    expect(stopAndTarget(inputs({ close: 100.03, tickSize: "0.1", direction: "SHORT" }), DEFAULT_SETTINGS)).toMatchObject({
      stopPrice: "101.1",
      takeProfitPrice: "98.4",
    });
  });

  it("finds none when the tick is so coarse that no positive price is left", () => {
    expect(stopAndTarget(inputs({ close: 0.5, tickSize: "1" }), DEFAULT_SETTINGS)).toBeNull();
    const farTarget = settings({ takeProfitMultiple: 30, stopMaxRatio: 0.05 });
    expect(stopAndTarget(inputs({ direction: "SHORT", atrRatio: 0.05 }), farTarget)).toBeNull();
  });

  it("is always on the grid, on the right sides, and never nearer than asked", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("LONG" as const, "SHORT" as const),
        fc.integer({ min: 1_000, max: 9_999_999 }),
        fc.constantFrom("0.00001", "0.0001", "0.01", "0.1", "0.5"),
        fc.double({ min: 0.0001, max: 0.2, noNaN: true }),
        (direction, ticks, tickSize, atrRatio) => {
          const close = Number(new Exact(ticks).times(tickSize).toFixed());
          const levels = stopAndTarget({ direction, close, atrRatio, tickSize }, DEFAULT_SETTINGS);
          if (levels === null) throw new Error("there is room for both");
          const sign = direction === "LONG" ? 1 : -1;
          const below = new Exact(close).minus(levels.stopPrice).times(sign);
          const above = new Exact(levels.takeProfitPrice).minus(close).times(sign);
          for (const price of [levels.stopPrice, levels.takeProfitPrice]) expect(new Exact(price).mod(tickSize).eq(0)).toBe(true);
          expect(below.gte(new Exact(close).times(levels.stopRatio))).toBe(true);
          expect(below.lt(new Exact(close).times(levels.stopRatio).plus(tickSize))).toBe(true);
          expect(above.gte(below.times(1.5))).toBe(true);
          expect(levels.stopDistance).toBe(below.toFixed());
        },
      ),
    );
  });
});
