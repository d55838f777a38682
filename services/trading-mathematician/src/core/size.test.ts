import { describe, expect, it } from "@jest/globals";
import { Exact } from "@quantum/exact";
import fc from "fast-check";
import { CONTRACT, history, T0 } from "../../test/scenario.ts";
import { edgeOf } from "./evidence.ts";
import { DEFAULT_SETTINGS, LIMITS } from "./limits.ts";
import { deskOf, sizeOf } from "./size.ts";
import type { Candidate, ClosedTrade, Contract } from "./state.ts";

const costs = { spreadRatio: 0.0002, fundingRatio: 0.0001 };
const candidate: Candidate = { symbol: "BTCUSDT", direction: "LONG", confidence: 1, atrRatio: 0.01, close: 100 };
const market = (contract: Partial<Contract> = {}) => ({
  contracts: { BTCUSDT: { ...CONTRACT, ...contract } },
  costs: { BTCUSDT: costs },
  quotesAt: T0,
});
const deskWith = (part: { trades?: ClosedTrade[]; equityUsd?: string | null; contract?: Partial<Contract>; at?: number } = {}) => {
  const { trades = [], equityUsd = "10000", contract, at = T0 } = part;
  return deskOf({ edge: edgeOf(trades), equityUsd, market: market(contract), at, settings: DEFAULT_SETTINGS });
};
const refusal = (size: { verdicts: { passed: boolean; rule: string }[] }) =>
  size.verdicts.filter(({ passed }) => !passed).map(({ rule }) => rule);

describe("one size", () => {
  it("loses what it says at its stop, costs included", () => {
    const size = sizeOf(candidate, deskWith());
    expect(size).toMatchObject({
      outcome: "SIZED",
      basis: "EXPLORATION",
      stopPrice: "98",
      takeProfitPrice: "103",
      leverage: 5,
      slPct: 2,
      tpPct: 3,
    });
    // 25 USD / (2 % stop + 0.1 % fees + 0.02 % spread + 0.01 % funding) = 1173.7 USD, in steps of 0.001.
    expect(size.quantity).toBe("11.737");
    expect(size.riskUsd).toBeLessThanOrEqual(25);
    expect(size.riskUsd).toBeCloseTo(25, 2);
    expect(size.marginUsd).toBeCloseTo(1173.7 / 5, 8);
    expect(size.verdicts.map(({ rule }) => rule)).toEqual(["TM-07", "TM-03", "TM-04", "TM-05", "TM-06", "TM-08"]);
  });

  it("mirrors a short", () => {
    expect(sizeOf({ ...candidate, direction: "SHORT" }, deskWith())).toMatchObject({
      stopPrice: "102",
      takeProfitPrice: "97",
      quantity: "11.737",
    });
    expect(sizeOf({ ...candidate, direction: "SHORT" }, deskWith()).liquidationPrice).toBeGreaterThan(102);
  });

  it.each([
    ["equity", candidate, { equityUsd: null }],
    ["volatility", { ...candidate, atrRatio: null }, {}],
    ["volatility", { ...candidate, atrRatio: 0 }, {}],
    ["contract, quote", { ...candidate, symbol: "ETHUSDT" }, {}],
    ["contract, quote", { ...candidate, symbol: "constructor" }, {}],
    ["quote", candidate, { at: T0 + LIMITS.maxQuoteAgeMs + 1 }],
  ])("refuses without %s", (what, about, part) => {
    const size = sizeOf(about, deskWith(part));
    expect(size).toMatchObject({
      outcome: "REFUSED",
      quantity: "0",
      riskUsd: 0,
      verdicts: [{ rule: "TM-07", passed: false, observed: what }],
    });
  });

  it("a quote of exactly two bars ago still counts", () => {
    expect(sizeOf(candidate, deskWith({ at: T0 + LIMITS.maxQuoteAgeMs })).outcome).toBe("SIZED");
  });

  it("refuses without an edge, in a market too wild, without confidence, and below the exchange's least", () => {
    expect(refusal(sizeOf(candidate, deskWith({ trades: history(10, 40) })))).toEqual(["TM-03"]);
    expect(refusal(sizeOf({ ...candidate, atrRatio: 0.03 }, deskWith()))).toEqual(["TM-05"]);
    expect(refusal(sizeOf({ ...candidate, confidence: 0 }, deskWith()))).toEqual(["TM-08"]);
    expect(refusal(sizeOf(candidate, deskWith({ equityUsd: "10" })))).toEqual(["TM-08"]);
    expect(refusal(sizeOf(candidate, deskWith({ contract: { maintenanceMarginRatio: 1 } })))).toEqual(["TM-06"]);
    expect(refusal(sizeOf(candidate, deskWith({ contract: { tickSize: "500" } })))).toEqual(["TM-05"]);
  });

  it("exactly the least quantity is traded, one step less is not", () => {
    expect(sizeOf(candidate, deskWith({ contract: { minQuantity: "11.737" } })).outcome).toBe("SIZED");
    expect(refusal(sizeOf(candidate, deskWith({ contract: { minQuantity: "11.738" } })))).toEqual(["TM-08"]);
    expect(sizeOf(candidate, deskWith({ contract: { maxQuantity: "3" } })).quantity).toBe("3");
  });

  it("never risks above 2 % of equity, keeps to the steps, stays three stops from liquidation, and grows with confidence", () => {
    const cents = fc.integer({ min: 100, max: 10_000_000 }).map((n) => n / 100);
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        cents,
        cents,
        share,
        share,
        fc.double({ min: 0.0001, max: 0.03, noNaN: true }),
        fc.boolean(),
        (equity, close, confidence, less, atrRatio, sure) => {
          const desk = deskWith({ equityUsd: String(equity), trades: sure ? history(120, 60) : [] });
          const size = sizeOf({ ...candidate, close, confidence, atrRatio }, desk);
          const lesser = sizeOf({ ...candidate, close, confidence: confidence * less, atrRatio }, desk);
          const wilder = sizeOf({ ...candidate, close, confidence, atrRatio: atrRatio * (1 + less) }, desk);
          expect(Number(lesser.quantity)).toBeLessThanOrEqual(Number(size.quantity));
          expect(Number(wilder.quantity)).toBeLessThanOrEqual(Number(size.quantity));
          expect(size.riskUsd).toBeLessThanOrEqual(equity * 0.02 * (1 + 1e-12));
          expect(new Exact(size.quantity).mod("0.001").eq(0)).toBe(true);
          if (size.outcome === "REFUSED") return;
          const stop = Math.abs(Number(size.stopPrice) - close);
          expect(Math.abs((size.liquidationPrice ?? close) - close)).toBeGreaterThanOrEqual(3 * stop * (1 - 1e-12));
        },
      ),
      { numRuns: 1000 },
    );
  });
});
