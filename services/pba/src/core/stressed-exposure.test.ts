import { describe, expect, it } from "@jest/globals";
import { Exact } from "@quantum/exact";
import { book, holding } from "../../test/scenario.ts";
import { stressedExposure as rule } from "./stressed-exposure.ts";

const short = { direction: "SHORT" as const };

describe("PBA-06: with all correlations at 0.9 one bet of at most 70 % of equity", () => {
  it("one position is a bet of its worth: exactly 70 % passes, 70.01 % does not", () => {
    expect(rule.room(book([]), holding("BTCUSDT", 700))).toBeNull();
    const room = rule.room(book([]), holding("BTCUSDT", "700.1"));
    expect(room?.toNumber()).toBeCloseTo(700, 6);
    expect(room?.lte(700)).toBe(true);
  });

  it("two of the same way count nearly in full, a long and a short hardly at all", () => {
    const one = book([holding("BTCUSDT", 300)]);
    expect(rule.measure(one, holding("XRPUSDT", 300)).observed).toBeCloseTo(Math.sqrt(0.09 + 0.09 + 2 * 0.9 * 0.09), 12);
    expect(rule.measure(one, holding("XRPUSDT", 300, short)).observed).toBeCloseTo(Math.sqrt(0.09 + 0.09 - 2 * 0.9 * 0.09), 12);
  });

  it("what it leaves room for is exactly what fits", () => {
    const held = book([holding("BTCUSDT", 300), holding("XRPUSDT", 300)]);
    const room = rule.room(held, holding("LINKUSDT", 300)) as Exact;
    const fits = { ...holding("LINKUSDT", 0), notionalUsd: room };
    const slightlyMore = { ...fits, notionalUsd: room.plus("0.0001") };
    expect(rule.room(held, fits)).toBeNull();
    expect(rule.room(held, slightlyMore)).not.toBeNull();
  });

  it("a desk beyond it may still be hedged, as far as that lessens the bet", () => {
    const over = book([holding("BTCUSDT", 900)]);
    expect(rule.room(over, holding("XRPUSDT", 500, short))).toBeNull();
    expect(rule.room(over, holding("XRPUSDT", 10))?.toNumber()).toBe(0);
    expect(rule.room(over, holding("XRPUSDT", 3000, short))?.toNumber()).toBeGreaterThan(1620 - 0.001);
  });

  it("cuts the side that is too large until the bet fits", () => {
    const over = book([holding("BTCUSDT", 500), holding("XRPUSDT", 400), holding("LINKUSDT", 50, short)]);
    const cut = rule.cut?.(over);
    expect(cut?.holding.symbol).toBe("BTCUSDT");
    const left = new Exact(500).minus(cut?.usd ?? 0);
    expect(
      rule.measure(book([holding("BTCUSDT", left.toFixed()), holding("XRPUSDT", 400), holding("LINKUSDT", 50, short)]), null).observed,
    ).toBeCloseTo(0.7, 6);
  });
});
