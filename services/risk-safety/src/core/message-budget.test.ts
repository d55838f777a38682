import { describe, expect, it } from "@jest/globals";
import { account, BAR_MS, bars, codeOf, event, exit, intent, play, ready, requested, SYMBOLS, T0 } from "../../test/scenario.ts";

describe("RS-15: message budget", () => {
  const small = (index: number) => requested(intent({ quantity: "0.1", symbol: SYMBOLS[index % 4] as string }));
  it("the last order of the window passes, the next does not, and a new window opens", () => {
    const over = { messageBudget: 3, messageBudgetPerCycle: 99 };
    const three = [0, 1, 2].map(small);
    expect(codeOf([...ready(), ...three], over)).toBeNull();
    expect(codeOf([...ready(), ...three, small(3)], over)).toBe("MESSAGE_BUDGET");
    const later = (ms: number) => [account("10000", {}, T0 + ms), requested(intent({ quantity: "0.1" }), { at: T0 + ms, cycle: T0 + ms })];
    expect(codeOf([...ready(), ...three, ...later(299_999)], over)).toBe("MESSAGE_BUDGET");
    expect(codeOf([...ready(), ...three, ...later(300_000)], over)).toBeNull();
  });
  it("a cycle has its own budget, however long it takes", () => {
    const over = { messageBudgetPerCycle: 2, messageWindowMs: 1 };
    const late = requested(intent({ quantity: "0.1" }), { at: T0 + 5, cycle: T0 });
    expect(codeOf([...ready(), small(0), small(1), late], over)).toBe("MESSAGE_BUDGET");
    expect(
      codeOf([...ready(), small(0), small(1), requested(intent({ quantity: "0.1" }), { at: T0 + 5, cycle: T0 + 1 })], over),
    ).toBeNull();
  });
  it("an order outside any cycle is held to the window alone", () => {
    const loose = event("order.requested", T0, { intent: intent({ quantity: "0.1" }), binding: true });
    expect(codeOf([...ready(), small(0), loose], { messageBudgetPerCycle: 1 })).toBeNull();
    expect(play([...ready(), loose]).rows("clearances")[0]?.row.cycle).toBeNull();
  });
  it("exits use it up but are never stopped by it, and refusals do not count", () => {
    const held = [...ready(), account("10000", { BTCUSDT: "10" })];
    const leave = () => requested(exit({ quantity: "1" }));
    expect(codeOf([...held, leave(), leave(), leave()], { messageBudget: 2 })).toBeNull();
    expect(codeOf([...held, leave(), leave(), small(0)], { messageBudget: 2 })).toBe("MESSAGE_BUDGET");
    const refused = requested(intent({ leverage: 99 }));
    expect(codeOf([...held, refused, refused, leave(), small(0)], { messageBudget: 2 })).toBeNull();
  });
  it("old messages are forgotten with the bars", () => {
    expect(play([...ready(), small(0), bars({}, T0 + BAR_MS)]).state.messages).toHaveLength(1);
    expect(play([...ready(), small(0), bars({}, T0 + BAR_MS + 1)]).state.messages).toHaveLength(0);
  });
});
