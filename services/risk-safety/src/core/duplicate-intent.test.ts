import { describe, expect, it } from "@jest/globals";
import { account, bars, codeOf, exit, intent, play, ready, requested, T0 } from "../../test/scenario.ts";

describe("RS-02: duplicate intent", () => {
  it("the second is refused, the first one's reservation and row stay", () => {
    const order = intent();
    const { emitted, rows, state } = play([...ready(), requested(order), requested(order)]);
    expect(emitted("order.refused").map((refused) => refused.code)).toEqual(["DUPLICATE"]);
    expect(new Set(rows("clearances").map((row) => row.key)).size).toBe(2);
    expect(state.reservations[order.intentId]).toBeDefined();
  });
  it("also after a refusal, and for exits", () => {
    const order = intent({ leverage: 11 });
    expect(codeOf([...ready(), requested(order), requested({ ...order, leverage: 1 })])).toBe("DUPLICATE");
    const leave = exit();
    expect(codeOf([...ready(), account("10000", { BTCUSDT: "30" }), requested(leave), requested(leave)])).toBe("DUPLICATE");
  });
  it("intents are remembered for a day and then forgotten", () => {
    const seen = (afterMs: number) => play([...ready(), requested(intent()), bars({ BTCUSDT: 100 }, T0 + afterMs)]).state.seenIntents;
    expect(Object.keys(seen(86_400_000))).toHaveLength(1);
    expect(Object.keys(seen(86_400_001))).toHaveLength(0);
  });
});
