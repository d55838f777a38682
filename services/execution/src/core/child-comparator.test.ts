import { describe, expect, it } from "@jest/globals";
import { atMarket, BAR_MS, DeskDrill, ioc, maker } from "../../test/desk-drill.ts";
import { CLOSE, exit } from "../../test/story.ts";
import { type Child, compareChild } from "./child-comparator.ts";
import type { Desk } from "./desk.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import type { ActiveIntent } from "./state.ts";

/** An entry of 0.1 of which 0.04 rest as a maker and 0.03 were filled. */
function working(): { desk: Desk; active: ActiveIntent } {
  const drill = new DeskDrill()
    .planner()
    .clear()
    .plan([maker(CLOSE + BAR_MS, "29990", "0.04"), ioc()])
    .run();
  const active = drill.state.intents["intent-1"] as ActiveIntent;
  active.filledQuantity = "0.03";
  return { active, desk: { state: drill.state, limits: DEFAULT_LIMITS, effects: [], input: { at: CLOSE } as never } };
}
const child = (parts: Partial<Child>): Child => ({ type: "LIMIT", price: "30050", timeInForce: "IOC", quantity: "0.01", ...parts });

describe("one order of a plan", () => {
  it("EX-15 together with what was filled and what may still fill never exceeds the parent", () => {
    const { desk, active } = working();
    expect(compareChild(child({ quantity: "0.03" }), active, desk)).toBeNull();
    expect(compareChild(child({ quantity: "0.031" }), active, desk)?.code).toBe("CHILD_EXCEEDS_PARENT");
    expect(compareChild(child({ quantity: "0" }), active, desk)?.code).toBe("CHILD_EXCEEDS_PARENT");
    expect(compareChild(child({ quantity: "much" }), active, desk)?.code).toBe("MALFORMED_ORDER");
  });

  it("EX-16 is one of not too many of its parent, and of all plans in this bar", () => {
    const { desk, active } = working();
    active.children = DEFAULT_LIMITS.childrenPerParent - 1;
    desk.state.childMessagesThisBar = DEFAULT_LIMITS.childMessagesPerBar - 1;
    expect(compareChild(child({}), active, desk)).toBeNull();
    active.children += 1;
    expect(compareChild(child({}), active, desk)?.code).toBe("MESSAGE_BUDGET");
    active.children -= 1;
    desk.state.childMessagesThisBar += 1;
    expect(compareChild(child({}), active, desk)?.code).toBe("MESSAGE_BUDGET");
  });

  it("EX-17 of an entry has a price within the guard", () => {
    const { desk, active } = working();
    expect(compareChild(child({ price: "30100" }), active, desk)).toBeNull();
    expect(compareChild(child({ price: "30100.1" }), active, desk)?.code).toBe("PRICE_COLLAR");
    expect(compareChild(child({ price: null, type: "MARKET" }), active, desk)?.code).toBe("PRICE_COLLAR");
    desk.state.quotes = {};
    expect(compareChild(child({}), active, desk)?.code).toBe("DATA_MISSING");
  });

  it("EX-17 that takes the rest of an entry goes out only while the market is inside the guard", () => {
    const last = (ask: number): DeskDrill => {
      const desk = new DeskDrill().planner();
      desk.exchange.ask = ask;
      return desk.bar().clear().plan([atMarket()]).run();
    };
    expect(last(30_100).lastSettled()).toMatchObject({ outcome: "FILLED" });
    expect(last(30_100.1).lastSettled()).toMatchObject({ outcome: "REJECTED", code: "PRICE_COLLAR" });
  });

  it("EX-17 leaves an exit free to end at any price", () => {
    const desk = new DeskDrill().withTrade().planner();
    desk.exchange.bid = 20_000;
    desk.clear(exit).plan([atMarket()], { intentId: exit.intentId, guardPrice: "29900" }).run();
    expect(desk.lastSettled()).toMatchObject({ purpose: "EXIT", outcome: "FILLED" });
  });
});
