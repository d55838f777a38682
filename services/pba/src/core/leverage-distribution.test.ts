import { describe, expect, it } from "@jest/globals";
import { type Exact, text } from "@quantum/exact";
import { book, holding } from "../../test/scenario.ts";
import { leverageDistribution as rule } from "./leverage-distribution.ts";

describe("PBA-04: at most a quarter of exposure at more than 5x", () => {
  it("5x is not high and not bounded, 6x is", () => {
    expect(rule.room(book([]), holding("BTCUSDT", 700, { leverage: 5 }))).toBeNull();
    expect(text(rule.room(book([]), holding("BTCUSDT", 700, { leverage: 6 })) as Exact)).toBe("200");
  });

  it("exactly a quarter of the budget passes, more does not", () => {
    const held = book([holding("XRPUSDT", 150, { leverage: 10 })]);
    const room = rule.room(held, holding("BTCUSDT", 50, { leverage: 10 })) as Exact;
    expect(text(room)).toBe("50");
    expect(rule.measure(held, holding("BTCUSDT", 50, { leverage: 10 })).observed).toBe(0.25);
    expect(holding("BTCUSDT", "50.01").notionalUsd.lte(room)).toBe(false);
  });

  it("what nobody claims has an unknown leverage, and that counts as high", () => {
    const held = book([holding("XRPUSDT", 250, { leverage: 1, orphan: true })]);
    expect(text(rule.cut?.(held)?.usd as Exact)).toBe("50");
  });
});
