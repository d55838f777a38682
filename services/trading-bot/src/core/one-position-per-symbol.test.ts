import { describe, expect, it } from "@jest/globals";
import { valuation } from "@quantum/test-kit";
import { desk, position, signal, trade } from "../../test/scenario.ts";
import { occupiedSymbols } from "./desk.ts";
import { onePositionPerSymbol } from "./one-position-per-symbol.ts";
import { initialState, type OpenIntent } from "./state.ts";

const intent: OpenIntent = {
  intentId: "i",
  tradeId: "t",
  symbol: "BTCUSDT",
  purpose: "ENTRY",
  direction: "LONG",
  stopPrice: "99",
  takeProfitPrice: null,
  leverage: 3,
  notionalUsd: 100,
  cycle: 0,
  working: false,
};

describe("TB-02 one position per symbol", () => {
  it("fails where a position of anybody, a trade of ours or an order on its way is, and passes elsewhere", () => {
    const empty = initialState("ENFORCED");
    const cases = [
      occupiedSymbols(empty, valuation({ positions: [position({ tradeId: "orphan-1" })] })),
      occupiedSymbols({ ...empty, trades: { t1: trade() } }, valuation()),
      occupiedSymbols({ ...empty, intents: { i: intent } }, null),
    ];
    for (const occupied of cases) {
      expect(onePositionPerSymbol(signal(), desk({ occupied })).passed).toBe(false);
      expect(onePositionPerSymbol(signal({ symbol: "ETHUSDT" }), desk({ occupied })).passed).toBe(true);
    }
  });
});
