import { expect as assert, describe, it } from "@jest/globals";
import { createOdds, expect, learn } from "./fill-odds.ts";

function after(...windows: Parameters<typeof learn>[1][]) {
  const odds = createOdds();
  for (const window of windows) learn(odds, window, 1_000);
  return odds;
}

describe("odds of resting orders", () => {
  it("a limit is filled where the price goes through it, not where it is only touched", () => {
    const odds = after({ down: 0.1, up: 0.1, move: 0.5 });
    assert(expect(null, odds, { side: "BUY", distance: 0.05 })).toEqual({ fillRate: 1, missed: 0, missedCost: 0 });
    assert(expect(null, odds, { side: "BUY", distance: 0.1 })).toEqual({ fillRate: 0, missed: 0.5, missedCost: 0.5 });
    assert(expect(null, odds, { side: "SELL", distance: 0.1 })).toEqual({ fillRate: 0, missed: -0.5, missedCost: 0 });
  });

  it("between two known distances they lie on a line, beyond the last they stay", () => {
    const odds = after({ down: 0.25, up: 0, move: 0 });
    assert(expect(null, odds, { side: "BUY", distance: 0.25 }).fillRate).toBeCloseTo(0.5, 12);
    assert(expect(null, odds, { side: "BUY", distance: 7 }).fillRate).toBe(0);
    assert(expect(null, odds, { side: "BUY", distance: -3 }).fillRate).toBe(1);
  });

  it("a symbol's own odds count half after 60 windows", () => {
    const own = after(...Array.from({ length: 60 }, () => ({ down: 1, up: 1, move: 0 })));
    const all = after({ down: 0, up: 0, move: 0 });
    assert(expect(own, all, { side: "BUY", distance: 0 }).fillRate).toBeCloseTo(0.5, 6);
  });

  it("the oldest windows fade once the memory is full", () => {
    const odds = createOdds();
    for (let i = 0; i < 50; i++) learn(odds, { down: 0, up: 0, move: 0 }, 10);
    for (let i = 0; i < 50; i++) learn(odds, { down: 1, up: 1, move: 0 }, 10);
    assert(expect(null, odds, { side: "SELL", distance: 0.1 }).fillRate).toBeGreaterThan(0.99);
  });
});
