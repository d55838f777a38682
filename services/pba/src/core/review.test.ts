import { describe, expect, it } from "@jest/globals";
import { createRandom } from "@quantum/market";
import { deskOf, randomCase, randomMatrices, reviewTwice, violationsOf } from "../../test/random-desks.ts";
import { book, desk, holding, proposal } from "../../test/scenario.ts";
import { type Proposal, reviewAll } from "./review.ts";

const SEQUENCES = 100_000;
const REPEATS = 2_000;
const found = (proposals: Proposal[], held = book([])) =>
  reviewAll(proposals, desk(held)).map(({ intentId, outcome, quantityAfter }) => [intentId, outcome, quantityAfter]);

describe("the review of a list", () => {
  it("allows what fits as it is, and tells every limit", () => {
    const [review] = reviewAll([proposal("BTCUSDT", "100")], desk(book([])));
    expect(review).toMatchObject({ outcome: "ALLOW", quantityBefore: "100", quantityAfter: "100" });
    expect(review?.verdicts.map(({ rule, passed }) => [rule, passed])).toEqual(
      ["PBA-07", "PBA-01", "PBA-02", "PBA-03", "PBA-04", "PBA-05", "PBA-06"].map((rule) => [rule, true]),
    );
  });

  it("exactly 40 % of exposure in a sector passes, 40.01 % is shrunk to it", () => {
    expect(found([proposal("BTCUSDT", "320")])).toEqual([["i-BTCUSDT", "ALLOW", "320"]]);
    expect(found([proposal("BTCUSDT", "320.08")])).toEqual([["i-BTCUSDT", "SHRINK", "320"]]);
  });

  it("exactly 80 % of equity passes, 80.01 % is shrunk to it", () => {
    const held = () => book([holding("BTCUSDT", 300), holding("XRPUSDT", 300, { direction: "SHORT" })]);
    expect(found([proposal("LINKUSDT", "200")], held())).toEqual([["i-LINKUSDT", "ALLOW", "200"]]);
    expect(found([proposal("LINKUSDT", "200.10")], held())).toEqual([["i-LINKUSDT", "SHRINK", "200"]]);
  });

  it("is one check-and-reserve: what a better rank took is gone for the next", () => {
    const list = [proposal("ETHUSDT", "200", { rank: 2 }), proposal("BTCUSDT", "200", { rank: 1 })];
    expect(found(list)).toEqual([
      ["i-BTCUSDT", "ALLOW", "200"],
      ["i-ETHUSDT", "SHRINK", "120"],
    ]);
  });

  it("equal ranks: the more confident first, then by symbol, however the list came", () => {
    const list = [proposal("ETHUSDT", "200"), proposal("BTCUSDT", "200"), proposal("SOLUSDT", "200", { confidence: 0.9 })];
    const forward = found(
      list.map((one) => (one.intent.symbol === "SOLUSDT" ? { ...one, intent: { ...one.intent, symbol: "BTCUSDT" } } : one)),
    );
    expect(forward.map(([id]) => id)).toEqual(["i-SOLUSDT", "i-BTCUSDT", "i-ETHUSDT"]);
    expect(found([...list].reverse()).map(([id]) => id)).toEqual(["i-SOLUSDT", "i-BTCUSDT", "i-ETHUSDT"]);
  });

  it("rounds down to the step, and blocks what would be below the exchange's minimum", () => {
    const held = (usd: string) => book([holding("ETHUSDT", usd)]);
    expect(found([proposal("BTCUSDT", "50")], held("314.996"))).toEqual([["i-BTCUSDT", "SHRINK", "5"]]);
    expect(found([proposal("BTCUSDT", "50")], held("315.004"))).toEqual([["i-BTCUSDT", "BLOCK", "0"]]);
  });

  it("without a portfolio every entry is blocked as DATA_MISSING", () => {
    const [review] = reviewAll([proposal("BTCUSDT", "1")], desk(null));
    expect(review).toMatchObject({ outcome: "BLOCK", quantityAfter: "0" });
    expect(review?.verdicts).toEqual([expect.objectContaining({ rule: "PBA-07", passed: false, reason: "DATA_MISSING: portfolio" })]);
  });

  it("an exit is never held back, and an intent that comes twice counts once", () => {
    const exit = proposal("BTCUSDT", "999", { purpose: "EXIT" });
    expect(found([exit, exit])).toEqual([["i-BTCUSDT", "ALLOW", "999"]]);
    expect(reviewAll([exit], desk(null))[0]?.outcome).toBe("ALLOW");
  });
});

describe("over random desks and lists", () => {
  it(`${SEQUENCES} of them never end above a limit, or further above one than they were, and only ever shrink`, () => {
    const random = createRandom("pba sequences");
    const matrices = randomMatrices("pba correlations");
    const outcomes = { ALLOW: 0, SHRINK: 0, BLOCK: 0 };
    for (let i = 0; i < SEQUENCES; i++) {
      const one = randomCase(random, matrices);
      const reviews = reviewAll(one.proposals, deskOf(one));
      for (const { outcome } of reviews) outcomes[outcome] += 1;
      const violations = violationsOf(one, reviews);
      if (violations.length > 0) throw new Error(`sequence ${i}: ${violations.join("; ")}`);
    }
    // All three ends are common, so the property was tried on each.
    expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(SEQUENCES / 10);
  }, 120_000);

  it("what was let pass passes again unchanged, and the order of the list never matters", () => {
    const random = createRandom("pba repeats");
    const matrices = randomMatrices("pba correlations");
    for (let i = 0; i < REPEATS; i++) {
      const one = randomCase(random, matrices);
      const { first, second } = reviewTwice(one);
      const passed = first
        .filter(({ outcome }) => outcome !== "BLOCK")
        .map(({ intentId, quantityAfter }) => [intentId, "ALLOW", quantityAfter]);
      expect(second.map(({ intentId, outcome, quantityAfter }) => [intentId, outcome, quantityAfter])).toEqual(passed);
      expect(reviewAll([...one.proposals].reverse(), deskOf(one))).toEqual(first);
    }
  }, 60_000);
});
