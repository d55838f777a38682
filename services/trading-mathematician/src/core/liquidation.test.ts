import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { LIMITS, DEFAULT_SETTINGS as SETTINGS } from "./limits.ts";
import { type Leveraged, liquidationFinding, liquidationPrice, liquidationRatio, maintenanceRatio, safeLeverage } from "./liquidation.ts";

const free = { maintenanceMarginRatio: 0, takerFeeRatio: 0, fundingRatio: 0, notionalUsd: 100 };
const funding = LIMITS.fundingPayments * LIMITS.minFundingRatio;
const position = (part: Partial<Leveraged>): Leveraged => ({ ...free, direction: "LONG", leverage: 10, ...part });

describe("TM-06 liquidation", () => {
  it("without maintenance and fees it is the whole margin away, less the funding reserve", () => {
    expect(liquidationRatio(position({}))).toBeCloseTo(0.1 - funding, 10);
    expect(liquidationPrice(200, position({ direction: "SHORT" }))).toBeCloseTo(200 * (1.1 - funding), 10);
  });

  it("at its price, margin and loss leave exactly the maintenance margin", () => {
    const ratio = fc.double({ min: 0, max: 0.03, noNaN: true });
    fc.assert(
      fc.property(
        fc.constantFrom("LONG" as const, "SHORT" as const),
        fc.integer({ min: 1, max: 20 }),
        ratio,
        ratio,
        ratio,
        (direction, leverage, m, fee, rate) => {
          const terms = { direction, leverage, maintenanceMarginRatio: m, takerFeeRatio: fee, fundingRatio: rate };
          const price = liquidationPrice(100, position(terms));
          const margin = 100 / leverage - 200 * fee - 300 * Math.max(LIMITS.minFundingRatio, rate);
          const move = direction === "LONG" ? price - 100 : 100 - price;
          expect(margin + move).toBeCloseTo(m * price, 10);
        },
      ),
    );
  });

  it("is nearer with more leverage, fees, funding of either sign, maintenance and worth", () => {
    const base = liquidationRatio(position({ maintenanceMarginRatio: 0.01 }));
    const worse: Partial<Leveraged>[] = [
      { leverage: 11 },
      { takerFeeRatio: 0.001 },
      { fundingRatio: 0.001 },
      { fundingRatio: -0.001 },
      { maintenanceMarginRatio: 0.02 },
      { notionalUsd: 50_001 },
    ];
    for (const part of worse) expect(liquidationRatio(position({ maintenanceMarginRatio: 0.01, ...part }))).toBeLessThan(base);
  });

  it("uses the lowest tier up to its end and a higher one above; nothing above the last is safe", () => {
    expect(maintenanceRatio(0.01, 50_000)).toBe(0.01);
    expect(maintenanceRatio(0.01, 50_001)).toBe(0.025);
    expect(maintenanceRatio(0.01, 5_000_001)).toBe(Number.POSITIVE_INFINITY);
    expect(liquidationRatio(position({ maintenanceMarginRatio: 0.01, notionalUsd: 5_000_001 }))).toBe(-1);
  });

  it("exactly three stop distances pass, less does not", () => {
    expect(liquidationFinding(0.75, 0.25, SETTINGS).passed).toBe(true);
    expect(liquidationFinding(0.7499, 0.25, SETTINGS)).toMatchObject({ passed: false, limit: 3 });
  });

  it("takes the highest leverage that is still safe, and none when none is", () => {
    const most = (stopRatio: number, limit = 50) =>
      safeLeverage({ ...position({ maintenanceMarginRatio: 0.01 }), stopRatio, most: limit }, SETTINGS);
    expect(most(0.01)).toBe(5);
    expect(most(0.01, 2.5)).toBe(2);
    expect(most(0.1)).toBe(3);
    expect(most(0.32)).toBe(1);
    expect(most(0.34)).toBe(0);
  });
});
