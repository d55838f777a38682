import { describe, expect, it } from "@jest/globals";
import { type Exact, text } from "@quantum/exact";
import { book, holding } from "../../test/scenario.ts";
import { totalExposure as rule } from "./total-exposure.ts";

const held = () => book([holding("BTCUSDT", 300), holding("XRPUSDT", 300, { direction: "SHORT" })]);

describe("PBA-02: total exposure at most 80 % of equity", () => {
  it("exactly 80 % passes, 80.01 % does not", () => {
    const room = rule.room(held(), holding("LINKUSDT", 200)) as Exact;
    expect(text(room)).toBe("200");
    expect(rule.measure(held(), holding("LINKUSDT", 200)).observed).toBe(0.8);
    expect(rule.measure(held(), holding("LINKUSDT", "200.1")).observed).toBeCloseTo(0.8001, 12);
    expect(holding("LINKUSDT", "200.1").notionalUsd.lte(room)).toBe(false);
  });

  it("a desk beyond it has no room, and cuts its largest position", () => {
    const over = book([holding("BTCUSDT", 500), holding("XRPUSDT", 400)]);
    expect(text(rule.room(over, holding("LINKUSDT", 1)) as Exact)).toBe("0");
    const cut = rule.cut?.(over);
    expect([cut?.holding.symbol, text(cut?.usd as Exact)]).toEqual(["BTCUSDT", "100"]);
    expect(rule.cut?.(book([holding("BTCUSDT", 400), holding("XRPUSDT", 400)]))).toBeNull();
  });

  it("what nobody claims is cut last", () => {
    const over = book([holding("BTCUSDT", 600, { orphan: true }), holding("XRPUSDT", 400)]);
    expect(rule.cut?.(over)?.holding.symbol).toBe("XRPUSDT");
  });
});
