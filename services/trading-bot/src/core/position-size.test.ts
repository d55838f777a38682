import { describe, expect, it } from "@jest/globals";
import { Exact } from "@quantum/exact";
import fc from "fast-check";
import { CONTRACT } from "../../test/scenario.ts";
import { DEFAULT_SETTINGS } from "./limits.ts";
import { positionSize, type Size, tradableSize } from "./position-size.ts";
import type { Levels } from "./stop-and-target.ts";

const levels = (referencePrice: string, stopDistance: string): Levels => ({
  referencePrice,
  atrRatio: 0.01,
  stopRatio: 0.02,
  stopPrice: "1",
  stopDistance,
  takeProfitPrice: "1",
  takeProfitDistance: "1",
});
const size = (quantity: string, notionalUsd: string): Size => ({
  equityUsd: "10000",
  riskUsd: "50",
  quantityByRisk: quantity,
  quantityByNotional: quantity,
  maxQuantity: "1000",
  stepSize: "0.001",
  quantity,
  notionalUsd,
});

describe("TB-09 position size", () => {
  it("loses half a percent of equity when the stop is hit", () => {
    expect(positionSize("10000", levels("100", "4"), CONTRACT, DEFAULT_SETTINGS)).toMatchObject({
      riskUsd: "50",
      quantityByRisk: "12.5",
      quantity: "12.5",
      notionalUsd: "1250",
    });
  });

  it("is worth at most a quarter of equity: exactly there the two limits meet", () => {
    expect(positionSize("10000", levels("100", "2"), CONTRACT, DEFAULT_SETTINGS)).toMatchObject({ quantity: "25", quantityByRisk: "25" });
    expect(positionSize("10000", levels("100", "1.9"), CONTRACT, DEFAULT_SETTINGS)).toMatchObject({ quantity: "25", notionalUsd: "2500" });
    expect(positionSize("10000", levels("100", "2.1"), CONTRACT, DEFAULT_SETTINGS).quantity).toBe("23.809");
  });

  it("is never more than the exchange takes at once", () => {
    expect(positionSize("10000", levels("100", "2"), { ...CONTRACT, maxQuantity: "3.5" }, DEFAULT_SETTINGS).quantity).toBe("3.5");
  });

  it("is rounded down to the step, also to nothing", () => {
    expect(positionSize("10000", levels("100", "3"), { ...CONTRACT, stepSize: "1" }, DEFAULT_SETTINGS).quantity).toBe("16");
    expect(positionSize("10", levels("50000", "500"), CONTRACT, DEFAULT_SETTINGS).quantity).toBe("0");
  });

  it("is tradable exactly at the exchange's minima and not below either", () => {
    expect(tradableSize(size("0.05", "5"), CONTRACT)).toMatchObject({ rule: "TB-09", passed: true });
    expect(tradableSize(size("0.05", "4.99"), CONTRACT).passed).toBe(false);
    expect(tradableSize(size("0.001", "50"), CONTRACT).passed).toBe(true);
    expect(tradableSize(size("0.0009", "50"), CONTRACT).passed).toBe(false);
    expect(tradableSize(size("0", "0"), { ...CONTRACT, minQuantity: "0", minNotionalUsd: "0" }).passed).toBe(false);
  });

  it("never risks or holds more than it may, and wastes less than one step", () => {
    const cents = fc.integer({ min: 1_000, max: 100_000_000 }).map((n) => new Exact(n).div(100).toFixed());
    fc.assert(
      fc.property(cents, cents, fc.integer({ min: 4, max: 50 }), (equity, price, perMille) => {
        const distance = new Exact(price).times(perMille).div(1000).toFixed();
        const { quantity } = positionSize(equity, levels(price, distance), { ...CONTRACT, maxQuantity: "1000000000" }, DEFAULT_SETTINGS);
        const loss = (q: Exact) => q.times(distance).div(equity).toNumber();
        const worth = (q: Exact) => q.times(price).div(equity).toNumber();
        expect(new Exact(quantity).mod(CONTRACT.stepSize).eq(0)).toBe(true);
        expect(new Exact(quantity).times(distance).lte(new Exact(equity).times(0.005))).toBe(true);
        expect(new Exact(quantity).times(price).lte(new Exact(equity).times(0.25))).toBe(true);
        const next = new Exact(quantity).plus(CONTRACT.stepSize);
        expect(loss(next) > 0.005 - 1e-12 || worth(next) > 0.25 - 1e-12).toBe(true);
      }),
    );
  });
});
