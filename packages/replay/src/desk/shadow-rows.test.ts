import { describe, expect, it } from "@jest/globals";
import { withShadow } from "./shadow-rows.ts";

const story = { intent: { intentId: "i1", symbol: "BTCUSDT", quantity: "1" }, signal: { symbol: "BTCUSDT", side: "LONG" } } as never;
const decision = { cycle: 5, trade_id: "t1", purpose: "ENTRY", story };
const universe = (active: string[]) => ({
  service: "universe_os",
  mode: "OBSERVE",
  binding: false,
  word: { active, reduceOnly: [], left: {}, refreshedAt: 0 },
});

describe("decisions with what the modules' words meant for them", () => {
  it("looks at the words of the decision's own cycle", () => {
    const cycles = [
      { at: 0, participants: [universe(["BTCUSDT"])] },
      { at: 5, participants: [universe([])] },
    ];
    expect(withShadow([decision], cycles)).toEqual([
      { tradeId: "t1", purpose: "ENTRY", shadow: [{ service: "universe_os", outcome: "BLOCK" }] },
    ]);
  });

  it("judges entries only, and nothing where the cycle or the signal is not in the books", () => {
    const cycles = [{ at: 5, participants: [universe([])] }];
    const decisions = [
      { ...decision, purpose: "EXIT" },
      { ...decision, cycle: 7 },
      { ...decision, story: {} },
    ];
    expect(withShadow(decisions, cycles).map(({ shadow }) => shadow)).toEqual([[], [], []]);
  });
});
