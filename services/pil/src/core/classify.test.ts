import { describe, expect, it } from "@jest/globals";
import type { LedgerPosition } from "@quantum/types";
import { position } from "../../test/scenario.ts";
import { classify } from "./classify.ts";
import { DEFAULT_SETTINGS } from "./limits.ts";
import type { PastR } from "./state.ts";

/** A trade that was at `from` twelve bars ago and at `half` six bars ago. */
const past = (from: number, half: number, ageBars: number): PastR[] => [
  { ageBars: ageBars - 12, r: from },
  { ageBars: ageBars - 6, r: half },
];
const classOf = (rMultiple: number | null, part: Partial<LedgerPosition> = {}, history: PastR[] = []) =>
  classify(position({ rMultiple, maxFavourableR: Math.max(0, rMultiple ?? 0), maxAdverseR: 0, ...part }), history, DEFAULT_SETTINGS).class;

describe("PIL-01 ORPHAN", () => {
  it("nobody claims it, whatever it earns", () => {
    expect(classOf(2, { tradeId: "orphan-abc" })).toBe("ORPHAN");
    expect(classOf(null, { tradeId: "unclaimed-ETHUSDT" })).toBe("ORPHAN");
  });
});

describe("PIL-02 RUNNER", () => {
  it("gained exactly half its risk lately; less is a winner only", () => {
    expect(classOf(1.5, {}, past(0, 1, 10))).toBe("RUNNER");
    expect(classOf(1.5, {}, past(0, 1.01, 10))).toBe("WINNER");
  });
  it("kept exactly four fifths of its best; less is a winner only", () => {
    expect(classOf(1.6, { maxFavourableR: 2 }, past(0, 1, 10))).toBe("RUNNER");
    expect(classOf(1.6, { maxFavourableR: 2.01 }, past(0, 1, 10))).toBe("WINNER");
  });
  it("without a known momentum or best it is not one", () => {
    expect(classOf(1.6)).toBe("WINNER");
    expect(classOf(1.6, { maxFavourableR: null }, past(0, 1, 10))).toBe("WINNER");
  });
});

describe("PIL-03 WINNER", () => {
  it("from exactly 1 R on", () => {
    expect(classOf(1)).toBe("WINNER");
    expect(classOf(0.9999)).toBe("NEUTRAL");
    expect(classOf(2.5)).toBe("WINNER");
  });
});

describe("PIL-04 RUNAWAY_LOSER", () => {
  it("beyond its stop from exactly -1.2 R on", () => {
    expect(classOf(-1.2)).toBe("RUNAWAY_LOSER");
    expect(classOf(-1.1999)).toBe("LOSER");
  });
  it("or a loser that lost exactly half its risk lately", () => {
    expect(classOf(-0.5, {}, past(0, 0, 10))).toBe("RUNAWAY_LOSER");
    expect(classOf(-0.5, {}, past(0, -0.01, 10))).toBe("LOSER");
    expect(classOf(-0.4999, {}, past(0, 0.5, 10))).toBe("NEUTRAL");
  });
});

describe("PIL-05 LOSER", () => {
  it("from exactly -0.5 R on", () => {
    expect(classOf(-0.5)).toBe("LOSER");
    expect(classOf(-0.4999)).toBe("NEUTRAL");
  });
});

describe("PIL-06 SCALP", () => {
  it("at least 0.3 R within at most six bars", () => {
    expect(classOf(0.3, { ageBars: 6 })).toBe("SCALP");
    expect(classOf(0.2999, { ageBars: 6 })).toBe("NEUTRAL");
    expect(classOf(0.3, { ageBars: 7 })).toBe("NEUTRAL");
  });
});

describe("PIL-07 STALE", () => {
  it("24 bars old, within half its risk of its entry, and within its range", () => {
    expect(classOf(0.5, { ageBars: 24 }, past(0, 0, 24))).toBe("STALE");
    expect(classOf(0.5, { ageBars: 23 }, past(0, 0, 23))).toBe("NEUTRAL");
    expect(classOf(0.5001, { ageBars: 24 }, past(0, 0, 24))).toBe("NEUTRAL");
    expect(classOf(0.5, { ageBars: 24 }, past(-0.5, 0, 24))).toBe("STALE");
    expect(classOf(0.5, { ageBars: 24 }, past(-0.51, 0, 24))).toBe("NEUTRAL");
  });
  it("without figures of its last bars nobody knows whether it moved", () => expect(classOf(0, { ageBars: 30 })).toBe("NEUTRAL"));
});

describe("PIL-08 NEUTRAL", () => {
  it("a trade whose risk is not known is never a winner", () => {
    expect(classOf(null, { unrealisedPnlUsd: 1e6, maxFavourableR: null })).toBe("NEUTRAL");
  });
  it("every class carries the figure that decided, the limit, and the reason", () => {
    const { verdict } = classify(position({ rMultiple: 1.25 }), [], DEFAULT_SETTINGS);
    expect(verdict).toEqual({
      module: "pil",
      rule: "PIL-03",
      passed: true,
      observed: 1.25,
      limit: 1,
      reason: "+1.25 R, from +1 R on a winner",
    });
  });
});
