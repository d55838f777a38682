import { describe, expect, it } from "@jest/globals";
import { Exact } from "@quantum/exact";
import type { EventData } from "@quantum/types";
import fc from "fast-check";
import { policyOf } from "../../test/modules.ts";
import { CONTRACT, desk, settings, signal } from "../../test/scenario.ts";
import { policyConfidence } from "./policy-confidence.ts";
import { policyMaxPositions } from "./policy-max-positions.ts";
import { policySide } from "./policy-side.ts";
import { policyTrades } from "./policy-trades.ts";
import { positionSize } from "./position-size.ts";
import { policySizeFactor } from "./size-factor.ts";
import { type Levels, stopAndTarget } from "./stop-and-target.ts";

const under = (part: Partial<EventData<"policy.set">>, rest: Parameters<typeof desk>[0] = {}) =>
  desk({ ...rest, words: { policy: policyOf(part) } });

describe("the policy that binds", () => {
  it("TB-17 allows entries or not", () => {
    expect(policyTrades(signal(), under({ allowTrades: true }))).toMatchObject({ rule: "TB-17", passed: true });
    expect(policyTrades(signal(), under({ allowTrades: false, rowId: "P-9", reason: "crash" }))).toMatchObject({
      passed: false,
      reason: "policy P-9 does not allow entries: crash",
    });
  });

  it("TB-18 allows sides", () => {
    expect(policySide(signal({ side: "LONG" }), under({ allowedSides: ["LONG"] }))).toMatchObject({ rule: "TB-18", passed: true });
    expect(policySide(signal({ side: "SHORT" }), under({ allowedSides: ["LONG"] }))).toMatchObject({ passed: false, limit: "LONG" });
    expect(policySide(signal(), under({ allowedSides: [] }))).toMatchObject({ passed: false, limit: "none" });
  });

  it("TB-19 asks for a confidence: exactly that passes, less does not", () => {
    expect(policyConfidence(signal({ confidence: 0.7 }), under({ minConfidence: 0.7 }))).toMatchObject({ rule: "TB-19", passed: true });
    expect(policyConfidence(signal({ confidence: 0.6999 }), under({ minConfidence: 0.7 }))).toMatchObject({ passed: false, limit: 0.7 });
  });

  it("TB-21 allows so many positions, orders on their way included", () => {
    const occupied = (count: number) => new Set(Array.from({ length: count }, (_, i) => `S${i}`));
    expect(policyMaxPositions(signal(), under({ maxPositions: 3 }, { occupied: occupied(2) }))).toMatchObject({
      rule: "TB-21",
      passed: true,
    });
    expect(policyMaxPositions(signal(), under({ maxPositions: 3 }, { occupied: occupied(3) }))).toMatchObject({ passed: false });
    expect(policyMaxPositions(signal(), under({ maxPositions: 0 }))).toMatchObject({ passed: false, observed: 0, limit: 0 });
  });

  it("says nothing while none binds", () => {
    for (const rule of [policyTrades, policySide, policyConfidence, policyMaxPositions]) expect(rule(signal(), desk())).toBeNull();
  });
});

describe("TB-22 size factor", () => {
  const levels = stopAndTarget({ direction: "LONG", close: 100, atrRatio: 0.005, tickSize: "0.1" }, settings()) as Levels;
  const own = positionSize("10000", levels, CONTRACT, settings());

  it("shrinks the size to a whole number of steps", () => {
    expect(policySizeFactor(own, under({ sizeFactor: 0.333 }))).toMatchObject({
      quantity: "8.325",
      finding: { rule: "TB-22", observed: 0.333 },
    });
    expect(policySizeFactor(own, under({ sizeFactor: 1 }))?.quantity).toBe(own.quantity);
    expect(policySizeFactor(own, under({ sizeFactor: 0 }))?.quantity).toBe("0");
    expect(policySizeFactor(own, desk())).toBeNull();
  });

  it("never lets it grow, whatever the factor", () => {
    fc.assert(
      fc.property(fc.double({ min: -2, max: 5, noNaN: true }), (factor) => {
        const quantity = new Exact(policySizeFactor(own, under({ sizeFactor: factor }))?.quantity ?? "-1");
        expect(quantity.lte(own.quantity) && quantity.gte(0)).toBe(true);
      }),
    );
  });
});
