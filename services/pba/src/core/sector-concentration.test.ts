import { describe, expect, it } from "@jest/globals";
import { Exact, text } from "@quantum/exact";
import { book, holding } from "../../test/scenario.ts";
import { sectorConcentration as rule } from "./sector-concentration.ts";

/** A full desk: 800 of 1000 USD, of which 220 in L1. */
const full = () => book([holding("BTCUSDT", 220), holding("XRPUSDT", 300), holding("LINKUSDT", 280)]);
const leaves = (room: Exact | null) => (room === null ? null : text(room));

describe("PBA-01: at most 40 % of exposure in one sector", () => {
  it("an empty desk is measured against its budget: the first position may be worth 40 % of 80 % of equity", () => {
    expect(leaves(rule.room(book([]), holding("BTCUSDT", 320)))).toBe("320");
    expect(rule.measure(book([]), holding("BTCUSDT", 320))).toMatchObject({ observed: 0.4, limit: 0.4 });
    expect(rule.measure(book([]), holding("BTCUSDT", "320.08")).observed).toBeCloseTo(0.4001, 12);
  });

  it("exactly 40 % of a full desk passes, 40.01 % does not", () => {
    expect(new Exact(100).lte(rule.room(full(), holding("ETHUSDT", 100)) as Exact)).toBe(true);
    expect(new Exact("100.08").lte(rule.room(full(), holding("ETHUSDT", "100.08")) as Exact)).toBe(false);
  });

  it("both directions count, and other sectors do not", () => {
    const held = book([holding("BTCUSDT", 200, { direction: "SHORT" }), holding("XRPUSDT", 300)]);
    expect(leaves(rule.room(held, holding("ETHUSDT", 1)))).toBe("120");
    expect(leaves(rule.room(held, holding("DOGEUSDT", 1)))).toBe("320");
  });

  it("there is never less than no room", () => {
    expect(leaves(rule.room(book([holding("BTCUSDT", 500)]), holding("ETHUSDT", 1)))).toBe("0");
  });

  it("a desk beyond its budget is measured by what it really holds", () => {
    const held = book([holding("BTCUSDT", 400), holding("XRPUSDT", 300), holding("LINKUSDT", 300)]);
    expect(rule.measure(held, null)).toMatchObject({ observed: 0.4, limit: 0.4 });
    expect(rule.cut?.(held)).toBeNull();
  });

  it("beyond the limit it names the largest position of the sector and the excess", () => {
    const cut = rule.cut?.(book([holding("BTCUSDT", 200), holding("ETHUSDT", 180), holding("XRPUSDT", 300)]));
    expect([cut?.holding.symbol, text(cut?.usd as Exact)]).toEqual(["BTCUSDT", "60"]);
  });
});
