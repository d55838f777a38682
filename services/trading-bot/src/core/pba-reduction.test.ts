import { describe, expect, it } from "@jest/globals";
import { Exact } from "@quantum/exact";
import fc from "fast-check";
import { verdict } from "../../test/modules.ts";
import { CONTRACT, desk, trade } from "../../test/scenario.ts";
import { openIntent } from "./intents.ts";
import { pbaReductions } from "./pba-reduction.ts";
import type { OpenTrade, TradingBotState } from "./state.ts";

const asked = (quantity: string, part: { tradeId?: string; symbol?: string } = {}) => ({
  tradeId: "t1",
  symbol: "BTCUSDT",
  quantity,
  verdict: verdict("PBA-02"),
  ...part,
});
const reduce = (reductions: ReturnType<typeof asked>[], part: Partial<OpenTrade> = {}, state: Partial<TradingBotState> = {}) =>
  pbaReductions(desk({ state: { contracts: { BTCUSDT: CONTRACT }, trades: { t1: trade(part) }, ...state } }), { reviews: [], reductions });

describe("TB-24 pba's reductions", () => {
  it("close a part of a trade of ours at market, in whole steps", () => {
    const [exit] = reduce([asked("0.4005")]);
    expect(exit).toMatchObject({
      code: "EXIT_PBA_REDUCTION",
      intent: { purpose: "EXIT", side: "SELL", quantity: "0.4", tradeId: "t1", type: "MARKET" },
      findings: [{ rule: "TB-24", passed: false }],
    });
    expect(exit?.intent.reason).toMatch(/^EXIT_PBA_REDUCTION: pba wants 0\.4005 of 1 closed: PBA-02 /);
    expect(reduce([asked("0.4")], { direction: "SHORT" })[0]?.intent.side).toBe("BUY");
  });

  it("never close more than is held", () => {
    fc.assert(
      fc.property(fc.nat(5_000), fc.integer({ min: 1, max: 2_000 }), (wanted, held) => {
        const exits = reduce([asked(String(wanted / 1000))], { quantity: String(held / 1000) });
        for (const { intent } of exits) {
          expect(new Exact(intent.quantity).gt(0)).toBe(true);
          expect(new Exact(intent.quantity).lte(held / 1000)).toBe(true);
          expect(new Exact(intent.quantity).lte(wanted / 1000)).toBe(true);
        }
      }),
    );
  });

  it("count once for a trade, in their larger form", () => {
    expect(reduce([asked("0.1"), asked("0.3"), asked("0.2")]).map(({ intent }) => intent.quantity)).toEqual(["0.3"]);
  });

  it("are nothing for strangers, for a quantity that is no number or not known, and while an exit is on its way", () => {
    expect(reduce([asked("1", { tradeId: "orphan" })])).toEqual([]);
    expect(reduce([asked("1", { symbol: "ETHUSDT" })])).toEqual([]);
    expect(reduce([asked("-1"), asked("x"), asked("0"), asked("0.0004")])).toEqual([]);
    expect(reduce([asked("1")], { quantityKnown: false })).toEqual([]);
    const [exit] = reduce([asked("1")]);
    const intents = { x: openIntent(exit?.intent as never) };
    expect(reduce([asked("1")], {}, { intents })).toEqual([]);
  });
});
