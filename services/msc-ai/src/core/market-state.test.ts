import { describe, expect, it } from "@jest/globals";
import { given } from "@quantum/test-kit";
import type { MarketState } from "@quantum/types";
import { DAY } from "../../test/scenario.ts";
import { createMscAiCore } from "./index.ts";
import { JUDGEMENT } from "./limits.ts";
import { judgeMarket } from "./market-state.ts";
import { KNOWN_STATES } from "./prototypes.ts";
import type { MscAiState, SymbolState } from "./state.ts";

function symbol(state: MarketState, known = true): SymbolState {
  const measures = { count: 500, close: 1, ordinaryLogRange: 0, quick: 0, move: 0, heat: 0 };
  const probabilities = KNOWN_STATES.map((name) => (name === state ? 1 : 0));
  return { closeAt: known ? DAY : 0, unbrokenBars: 500, idleBars: 0, measures, probabilities, hold: { state, sinceBars: 9 } };
}

function marketOf(...symbols: SymbolState[]): MscAiState["market"] {
  const before = given(createMscAiCore()).when().state;
  const named = Object.fromEntries(symbols.map((one, i) => [`S${i}USDT`, one]));
  const state = { ...before, symbols: named, inCycle: Object.keys(named) };
  judgeMarket(state, DAY);
  return state.market;
}

const times = (count: number, one: SymbolState) => Array.from({ length: count }, () => structuredClone(one));

describe("MSC-04: the state of the market", () => {
  it("is what its breadth says, at exactly the share that is needed and not below", () => {
    const share = JUDGEMENT.marketEnterShare * 10;
    const bulls = (count: number) => marketOf(...times(count, symbol("BULL_WEAK")), ...times(10 - count, symbol("CHOPPY")));
    expect(bulls(share).hold.state).toBe("BULL_WEAK");
    expect(bulls(share - 1).hold.state).toBe("UNKNOWN");
  });

  it("is UNKNOWN when less than half of the symbols are judged, and known at exactly half", () => {
    const known = (count: number) => marketOf(...times(count, symbol("BULL_WEAK")), ...times(10 - count, symbol("BULL_WEAK", false)));
    expect(known(5).hold.state).toBe("BULL_WEAK");
    expect(known(5).knownRatio).toBe(0.5);
    expect(known(4)).toMatchObject({ hold: { state: "UNKNOWN" }, probabilities: [], volatilityRatio: null });
  });

  it("is UNKNOWN without symbols", () => {
    expect(marketOf().hold.state).toBe("UNKNOWN");
  });
});
