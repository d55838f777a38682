import { describe, expect, it } from "@jest/globals";
import { event } from "@quantum/test-kit";
import { atMarket, DeskDrill, ioc } from "../../test/desk-drill.ts";
import { exit } from "../../test/story.ts";

const leaves = event("service.stopped", { service: "aelm", reason: "SIGTERM" });
const observes = event("mode.changed", { service: "aelm", from: "ENFORCED", to: "OBSERVE", by: "anna", reason: "test" });
const sent = (desk: DeskDrill) => [...desk.exchange.orders.values()].map(({ order }) => [order.type, order.timeInForce]);
const waitOut = (desk: DeskDrill): DeskDrill => {
  while (desk.wake());
  return desk.run();
};
/** A trade opened without a plan, and the planner there from then on. */
const leaving = (): DeskDrill => new DeskDrill().withTrade().planner().clear(exit);

describe("an order while the planner is ENFORCED", () => {
  it("waits for its plan and is then carried out by it", () => {
    const desk = new DeskDrill().planner().clear();
    expect(desk.run().exchange.orders.size).toBe(0);
    desk.plan([ioc()]).run();
    expect(sent(desk).slice(0, 1)).toEqual([["LIMIT", "IOC"]]);
    expect(desk.lastSettled()).toMatchObject({ purpose: "ENTRY", outcome: "FILLED", protected: true });
  });

  it("goes out plain at once when the planner leaves or only observes", () => {
    for (const news of [leaves, observes]) {
      const desk = new DeskDrill().planner().clear().hear(news).run();
      expect(sent(desk)[0]).toEqual(["MARKET", undefined]);
      expect(desk.lastSettled()).toMatchObject({ outcome: "FILLED" });
    }
  });

  it("is refused as an entry, and goes out plain as an exit, when no plan comes in time", () => {
    const entry = waitOut(new DeskDrill().planner().clear());
    expect(entry.lastSettled()).toMatchObject({ outcome: "REFUSED", code: "MODULE_SILENT", filledQuantity: "0" });
    expect(entry.exchange.orders.size).toBe(0);
    const desk = waitOut(leaving());
    expect(desk.lastSettled()).toMatchObject({ purpose: "EXIT", outcome: "FILLED" });
    expect(sent(desk).at(-1)).toEqual(["MARKET", undefined]);
  });

  it("waits in parts, so that a wake-up that comes due during an outage does not overtake the plan", () => {
    const desk = new DeskDrill().planner().clear();
    for (let part = 1; part <= 3; part++) desk.wake();
    expect(desk.lastSettled()).toBeUndefined();
    desk.plan([ioc()]).run();
    expect(desk.lastSettled()).toMatchObject({ outcome: "FILLED" });
    expect(waitOut(desk).heard("order.settled")).toHaveLength(1);
  });

  it("is not moved by a plan that does not bind, or that somebody else made", () => {
    const desk = new DeskDrill().planner().clear();
    desk.plan([ioc()], {}, { mode: "OBSERVE" }).plan([ioc()], {}, { source: "trading_bot" }).plan([ioc()], { intentId: "other" });
    expect(desk.run().exchange.orders.size).toBe(0);
  });

  it("is looked at again when the plan comes: what was not allowed meanwhile does not go out", () => {
    const latched = new DeskDrill()
      .planner()
      .clear()
      .hear(event("killLatch.changed", { set: true, by: "anna", reason: "test" }));
    expect(latched.lastSettled()).toMatchObject({ outcome: "REFUSED", code: "KILL_LATCH" });
    const desk = new DeskDrill().planner().clear();
    desk.state.reduceOnly = { BTCUSDT: "differs" };
    expect(desk.plan([ioc()]).lastSettled()).toMatchObject({ outcome: "REFUSED", code: "SYMBOL_UNRECONCILED" });
    const left = new DeskDrill().planner().clear();
    left.state.reduceOnly = { BTCUSDT: "differs" };
    expect(left.hear(leaves).lastSettled()).toMatchObject({ outcome: "REFUSED", code: "SYMBOL_UNRECONCILED" });
  });

  it("with a plan that may not be followed is refused as an entry and goes out plain as an exit, and a person is told", () => {
    const desk = new DeskDrill().planner().clear().plan([ioc()], { guardPrice: null });
    expect(desk.lastSettled()).toMatchObject({ outcome: "REFUSED", code: "PRICE_COLLAR" });
    expect(desk.heard("alert.raised").map(({ code }) => code)).toEqual(["PLAN_REFUSED"]);
    const out = leaving()
      .plan([atMarket("0.2")], { intentId: exit.intentId, guardPrice: null })
      .run();
    expect(out.lastSettled()).toMatchObject({ purpose: "EXIT", outcome: "FILLED" });
  });
});

describe("an order while the planner observes or is not there", () => {
  it("goes out plain at once, and a plan changes nothing", () => {
    const desk = new DeskDrill().planner("OBSERVE").clear();
    expect(desk.plan([ioc()]).run().exchange.orders.size).toBe(3);
    expect(sent(desk)[0]).toEqual(["MARKET", undefined]);
  });
});

describe("additions and moved stops", () => {
  it("are never planned", () => {
    const desk = new DeskDrill().withTrade().planner();
    desk
      .clear({ intentId: "move", purpose: "PROTECT", side: "SELL", stopPrice: "29900" })
      .run()
      .clear({ intentId: "add", purpose: "ADD", type: "LIMIT", price: "30050", quantity: "0.05", stopPrice: "29900" })
      .run();
    expect(desk.heard("order.settled").map(({ outcome }) => outcome)).toEqual(["PROTECTED", "FILLED"]);
  });
});
