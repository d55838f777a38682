import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { DEFAULT_SETTINGS as SETTINGS } from "./limits.ts";
import { calculateOptimalParameters, type StatedFigures } from "./optimal-parameters.ts";

const COSTS = 2 * 0.0005 + 0.0001 + 0.0001;
const figures: StatedFigures = { balanceUsd: 10_000, atrPct: 1, winRate: 0.6, averageWin: 1.5, averageLoss: 1, trades: 200 };
const optimal = (part: Partial<StatedFigures> = {}) => calculateOptimalParameters({ ...figures, ...part });

describe("the optimal parameters", () => {
  it("a sure edge is limited by 2 % of equity or a quarter of it in one position, whichever is less", () => {
    // The stop is 2 % away: 2 % of equity would need about 94 % of it; a quarter is what may be held.
    expect(optimal()).toMatchObject({ leverage: 5, slPct: 2, tpPct: 3, marginUsd: 500 });
    expect(optimal().riskUsd).toBeCloseTo(2500 * (0.02 + COSTS), 10);
    const wide = { ...SETTINGS, maxNotionalRatio: 10 };
    expect(calculateOptimalParameters(figures, wide).riskUsd).toBeCloseTo(200, 10);
  });

  it("without evidence it risks a quarter of a percent", () => {
    const found = optimal({ trades: 0, winRate: 0 });
    expect(found.kellyFraction).toBe(0);
    expect(found.riskUsd).toBeCloseTo(25, 10);
    expect(found.marginUsd).toBeCloseTo(25 / (0.02 + COSTS) / found.leverage, 10);
  });

  it("without an edge it sizes nothing, and says by which rule", () => {
    const found = optimal({ winRate: 0.3 });
    expect(found).toMatchObject({ marginUsd: 0, leverage: 0, tpPct: 0, slPct: 0, riskUsd: 0 });
    expect(found.verdicts.filter(({ passed }) => !passed).map(({ rule }) => rule)).toEqual(["TM-03"]);
  });

  it("a stop of exactly 5 % is placed, a wider one refused", () => {
    expect(optimal({ atrPct: 2.5 }).slPct).toBe(5);
    expect(optimal({ atrPct: 2.5001 })).toMatchObject({ marginUsd: 0 });
    expect(optimal({ atrPct: 0.1 }).slPct).toBe(0.4);
  });

  it("above the reference range the risk falls in proportion", () => {
    const calm = optimal({ trades: 0, atrPct: 1 });
    expect(optimal({ trades: 0, atrPct: 2 }).riskUsd).toBeCloseTo(calm.riskUsd / 2, 10);
  });

  it("more confidence never gives less; more volatility never gives more; nothing ever risks above 2 % or is near its liquidation", () => {
    const any = fc.record({
      balanceUsd: fc.double({ min: 1, max: 1e8, noNaN: true }),
      atrPct: fc.double({ min: 0.001, max: 6, noNaN: true }),
      winRate: fc.double({ min: 0, max: 1, noNaN: true }),
      averageWin: fc.double({ min: 0, max: 5, noNaN: true }),
      averageLoss: fc.double({ min: 0, max: 5, noNaN: true }),
      trades: fc.integer({ min: 0, max: 1000 }),
      confidence: fc.double({ min: 0, max: 1, noNaN: true }),
      direction: fc.constantFrom("LONG" as const, "SHORT" as const),
      terms: fc.record({
        maintenanceMarginRatio: fc.double({ min: 0, max: 0.1, noNaN: true }),
        takerFeeRatio: fc.double({ min: 0, max: 0.002, noNaN: true }),
        fundingRatio: fc.double({ min: -0.02, max: 0.02, noNaN: true }),
        maxLeverage: fc.integer({ min: 1, max: 125 }),
        spreadRatio: fc.double({ min: 0, max: 0.02, noNaN: true }),
      }),
    });
    fc.assert(
      fc.property(any, fc.double({ min: 0, max: 1, noNaN: true }), (one, more) => {
        const worth = (part: Partial<StatedFigures>) => {
          const { marginUsd, leverage, riskUsd } = calculateOptimalParameters({ ...one, ...part });
          return { notionalUsd: marginUsd * leverage, riskUsd };
        };
        const here = worth({});
        const surer = worth({ confidence: Math.min(1, one.confidence + more) });
        const wilder = worth({ atrPct: one.atrPct * (1 + more) });
        const slack = 1 + 1e-9;
        expect(surer.notionalUsd * slack).toBeGreaterThanOrEqual(here.notionalUsd);
        expect(wilder.notionalUsd).toBeLessThanOrEqual(here.notionalUsd * slack);
        expect(surer.riskUsd * slack).toBeGreaterThanOrEqual(here.riskUsd);
        expect(here.riskUsd).toBeLessThanOrEqual(one.balanceUsd * 0.02 * slack);
        const found = calculateOptimalParameters(one);
        if (found.marginUsd > 0) expect(found.liquidationDistancePct * slack).toBeGreaterThanOrEqual(3 * found.slPct);
      }),
      { numRuns: 5000 },
    );
  });
});
