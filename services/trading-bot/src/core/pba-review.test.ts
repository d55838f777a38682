import { describe, expect, it } from "@jest/globals";
import { Exact } from "@quantum/exact";
import type { Intent } from "@quantum/types";
import fc from "fast-check";
import { review } from "../../test/modules.ts";
import { CONTRACT } from "../../test/scenario.ts";
import { pbaReview } from "./pba-review.ts";

const intent = { intentId: "i1", symbol: "BTCUSDT", quantity: "25", referencePrice: "100" } as Intent;
const look = (...reviews: ReturnType<typeof review>[]) => pbaReview(intent, { reviews, reductions: [] }, CONTRACT);

describe("TB-23 pba's review", () => {
  it("lets pass what it allows, in the quantity it was proposed", () => {
    expect(look(review(intent, "ALLOW"))).toMatchObject({ code: null, quantity: "25", finding: { rule: "TB-23", passed: true } });
  });

  it("shrinks to what it leaves, in whole steps, and never grows", () => {
    expect(look(review(intent, "SHRINK", "10.0019"))).toMatchObject({ code: null, quantity: "10.001" });
    expect(look(review(intent, "SHRINK", "30"))).toMatchObject({ code: null, quantity: "25" });
    expect(look(review(intent, "ALLOW", "10"))).toMatchObject({ code: null, quantity: "10" });
  });

  it("blocks what it blocks, does not name, or names wrongly", () => {
    expect(look(review(intent, "BLOCK"))).toMatchObject({
      code: "PBA_BLOCKED",
      finding: { passed: false, reason: "pba blocked it: PBA-01 too much of one sector" },
    });
    expect(look()).toMatchObject({ code: "PBA_BLOCKED", finding: { reason: "pba did not review it" } });
    expect(look(review({ ...intent, intentId: "other" }, "ALLOW"))).toMatchObject({ code: "PBA_BLOCKED" });
    expect(look(review({ ...intent, symbol: "ETHUSDT" }, "ALLOW"))).toMatchObject({ code: "PBA_BLOCKED" });
    for (const odd of ["", "-1", "NaN", "1e9"]) expect(look(review(intent, "SHRINK", odd))).toMatchObject({ code: "PBA_BLOCKED" });
    expect(pbaReview(intent, { reviews: [review(intent, "ALLOW")], reductions: [] }, null)).toMatchObject({ code: "PBA_BLOCKED" });
  });

  it("does not ask for less than the exchange takes: exactly the minimum passes", () => {
    expect(look(review(intent, "SHRINK", "0.05"))).toMatchObject({ code: null, quantity: "0.05" });
    expect(look(review(intent, "SHRINK", "0.049"))).toMatchObject({ code: "SIZE_BELOW_MINIMUM", quantity: "0" });
    expect(look(review(intent, "SHRINK", "0"))).toMatchObject({ code: "SIZE_BELOW_MINIMUM" });
  });

  it("takes the strictest of several reviews, in any order, and never lets more pass than was proposed", () => {
    const one = fc.record({ outcome: fc.constantFrom("ALLOW", "SHRINK", "BLOCK"), after: fc.nat(50_000) });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 4 }), (list) => {
        const reviews = list.map(({ outcome, after }) => review(intent, outcome as "ALLOW", String(after / 1000)));
        const { code, quantity } = look(...reviews);
        expect(look(...[...reviews].reverse())).toMatchObject({ code, quantity });
        expect(new Exact(quantity).lte(25)).toBe(true);
        for (const { after } of list) expect(new Exact(quantity).lte(after / 1000)).toBe(true);
        if (list.some(({ outcome }) => outcome === "BLOCK")) expect(code).toBe("PBA_BLOCKED");
      }),
    );
  });
});
