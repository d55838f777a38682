import { describe, expect, it } from "@jest/globals";
import { event } from "@quantum/test-kit";
import { atMarket, BAR_MS, DeskDrill, ioc, maker } from "../../test/desk-drill.ts";
import { CLOSE, exit } from "../../test/story.ts";
import { DEFAULT_LIMITS } from "./limits.ts";

const NEXT = CLOSE + BAR_MS;
const stops = (desk: DeskDrill) => desk.resting("STOP_MARKET").map(({ quantity }) => quantity);
const entering = (...steps: Parameters<DeskDrill["plan"]>[0]): DeskDrill => new DeskDrill().planner().clear().plan(steps).run();
const leaving = (...steps: Parameters<DeskDrill["plan"]>[0]): DeskDrill =>
  new DeskDrill().withTrade().planner().clear(exit).plan(steps, { intentId: exit.intentId, guardPrice: "29900" }).run();
const restingId = (desk: DeskDrill): string => desk.resting("GTX")[0]?.clientOrderId ?? "";
const stopId = (desk: DeskDrill): string => desk.resting("STOP_MARKET")[0]?.clientOrderId ?? "";
const sent = (desk: DeskDrill) =>
  [...desk.exchange.orders.values()]
    .filter(({ order }) => order.triggerPrice === null)
    .map(({ order }) => [order.timeInForce, order.quantity]);

describe("an order that rests", () => {
  it("is told as working, so that its cycle need not wait, and rests until its bar closes", () => {
    const desk = entering(maker(NEXT + BAR_MS), ioc());
    expect(desk.heard("order.working")).toMatchObject([{ intentId: "intent-1", purpose: "ENTRY", untilAt: NEXT + BAR_MS }]);
    expect(desk.bar().resting("GTX")).toHaveLength(1);
    desk.bar();
    expect(desk.resting("GTX")).toEqual([]);
    expect(desk.lastSettled()).toMatchObject({ outcome: "FILLED", filledQuantity: "0.1", protected: true });
  });

  it("ends before the bars go out, with everything that follows from it", () => {
    const desk = entering(maker(NEXT), ioc());
    desk.said = [];
    desk.bar();
    const order = desk.said.map(({ type }) => type);
    expect(order.indexOf("order.settled")).toBeLessThan(order.indexOf("bars.closed"));
    expect(order.filter((type) => type === "bars.closed")).toHaveLength(1);
    expect(desk.state.lastCloseAt).toBe(NEXT);
  });

  it("counts what it filled, and the next step takes only the rest", () => {
    const desk = entering(maker(NEXT), ioc());
    desk.exchange.fill(restingId(desk), "0.04");
    desk.bar();
    expect(sent(desk)).toEqual([
      ["GTX", "0.1"],
      ["IOC", "0.06"],
    ]);
    expect(desk.lastSettled()).toMatchObject({ outcome: "FILLED", filledQuantity: "0.1", averagePrice: "30026" });
    expect(stops(desk)).toEqual(["0.1"]);
  });

  it("counts a fill that came between the last look and its cancellation", () => {
    const desk = entering(maker(NEXT), ioc());
    desk.closes().next();
    desk.exchange.fill(restingId(desk), "0.04");
    desk.run();
    expect(sent(desk).at(-1)).toEqual(["IOC", "0.06"]);
    expect(desk.lastSettled()).toMatchObject({ outcome: "FILLED", filledQuantity: "0.1" });
  });

  it("counts a fill that made its cancellation come too late", () => {
    const desk = entering(maker(NEXT), ioc());
    desk.closes().next();
    desk.exchange.fill(restingId(desk), "0.1");
    desk.settle();
    expect(desk.lastSettled()).toMatchObject({ outcome: "FILLED", filledQuantity: "0.1", averagePrice: "29990" });
    expect(desk.state.lastCloseAt).toBe(NEXT);
  });

  it("is protected with its first fill, for all that may still fill", () => {
    const desk = entering(maker(NEXT + BAR_MS), ioc());
    desk.exchange.fill(restingId(desk), "0.01");
    desk.bar();
    expect(stops(desk)).toEqual(["0.1"]);
    expect(desk.lastSettled()).toBeUndefined();
    desk.exchange.depth = desk.exchange.depth.times(0).plus("0.02");
    desk.bar();
    expect(desk.lastSettled()).toMatchObject({ outcome: "PARTIAL", filledQuantity: "0.03", protected: true });
    expect([stops(desk), desk.resting("TAKE_PROFIT_MARKET").map(({ quantity }) => quantity)]).toEqual([["0.03"], ["0.03"]]);
  });

  it("that would take at once is an ordinary end of its step, not an alert and no rejection", () => {
    const desk = entering(maker(NEXT, "30050"), ioc());
    expect(desk.lastSettled()).toMatchObject({ outcome: "FILLED" });
    expect([...desk.heard("alert.raised"), ...desk.heard("order.rejected"), ...desk.heard("order.working")]).toEqual([]);
    expect(desk.heard("order.cancelled")[0]?.reason).toContain("-5022");
  });

  it("whose time is over before it could be sent is passed over", () => {
    expect(sent(entering(maker(CLOSE), ioc()))).toEqual([["IOC", "0.1"]]);
  });

  it("that somebody else took off the exchange ends an entry, and an exit goes on", () => {
    const desk = entering(maker(NEXT), ioc());
    desk.exchange.cancel({ clientOrderId: restingId(desk), symbol: "BTCUSDT", algo: false });
    expect(desk.bar().lastSettled()).toMatchObject({ outcome: "REJECTED", code: "NOT_FILLED" });
    const out = leaving(maker(NEXT, "30010"), atMarket());
    out.exchange.cancel({ clientOrderId: restingId(out), symbol: "BTCUSDT", algo: false });
    expect(out.bar().lastSettled()).toMatchObject({ purpose: "EXIT", outcome: "FILLED" });
  });
});

describe("an entry that works", () => {
  it("ends when its decision is too old, not a bar before", () => {
    const desk = entering(maker(CLOSE + 9 * BAR_MS), ioc());
    desk.bar().bar();
    expect(desk.resting("GTX")).toHaveLength(1);
    desk.bar();
    expect(desk.lastSettled()).toMatchObject({ outcome: "REJECTED", code: "STALE_DECISION" });
    expect(desk.resting()).toEqual([]);
  });

  it("ends with what it filled when the kill latch is set or an emergency is judged, and not when all is normal", () => {
    const judged = (level: "NORMAL" | "PAUSE") =>
      event("emergency.judged", { level, latched: false, closing: false, verdicts: [] }, { source: "ess" });
    const stopped = event("killLatch.changed", { set: true, by: "anna", reason: "test" });
    for (const [news, code] of [
      [stopped, "KILL_LATCH"],
      [judged("PAUSE"), "EMERGENCY_STOP"],
    ] as const) {
      expect(entering(maker(NEXT), ioc()).hear(news).run().lastSettled()).toMatchObject({ outcome: "REJECTED", code });
      const desk = entering(maker(NEXT), ioc());
      desk.exchange.fill(restingId(desk), "0.04");
      desk.hear(news).run();
      expect(desk.lastSettled()).toMatchObject({ outcome: "PARTIAL", filledQuantity: "0.04", protected: true });
      expect(stops(desk)).toEqual(["0.04"]);
    }
    expect(entering(maker(NEXT), ioc()).hear(judged("NORMAL")).run().resting("GTX")).toHaveLength(1);
  });

  it("is given up once it rests when that was decided while its fate was unknown", () => {
    const desk = new DeskDrill()
      .planner()
      .clear()
      .plan([maker(NEXT), ioc()]);
    desk.next("LOST");
    desk.hear(event("killLatch.changed", { set: true, by: "anna", reason: "test" })).settle();
    expect(desk.lastSettled()).toMatchObject({ outcome: "REJECTED", code: "KILL_LATCH" });
    expect(desk.resting()).toEqual([]);
  });

  it("gets no more once its stop was hit", () => {
    const desk = entering(maker(NEXT + BAR_MS), ioc());
    desk.exchange.fill(restingId(desk), "0.04");
    desk.bar();
    desk.exchange.trigger(desk.resting("STOP_MARKET")[0]?.clientOrderId as string);
    desk.bar().settle();
    expect(desk.lastSettled()).toMatchObject({ outcome: "PARTIAL", filledQuantity: "0.04" });
    expect([desk.resting(), desk.state.trades, desk.state.intents]).toEqual([[], {}, {}]);
  });

  it("ends when its trade is to be left", () => {
    const desk = entering(maker(NEXT + BAR_MS), ioc());
    desk.exchange.fill(restingId(desk), "0.04");
    desk
      .bar()
      .clear({ ...exit, quantity: "0.04" })
      .run();
    expect(desk.heard("order.settled")).toMatchObject([{ purpose: "ENTRY", outcome: "PARTIAL" }]);
    desk.plan([atMarket("0.04")], { intentId: exit.intentId, guardPrice: null }).run();
    expect(desk.lastSettled()).toMatchObject({ purpose: "EXIT", outcome: "FILLED" });
    expect([desk.state.positions.BTCUSDT, desk.resting()]).toEqual(["0", []]);
  });

  it("whose stop is refused is closed again, the working rest with it", () => {
    const desk = entering(maker(NEXT + BAR_MS), ioc());
    desk.exchange.cancel({ clientOrderId: stopId(desk), symbol: "BTCUSDT", algo: true });
    desk.exchange.fill(restingId(desk), "0.04");
    desk.exchange.refusals.push({ type: "STOP_MARKET", code: "-2021" });
    desk.bar().settle();
    expect(desk.lastSettled()).toMatchObject({ outcome: "PARTIAL", protected: true, code: "STOP_PASSED" });
    expect([desk.state.positions.BTCUSDT, desk.resting("GTX")]).toEqual(["0", []]);
  });

  it("leaves dust alone", () => {
    const desk = entering(ioc("30050", "0.1"), atMarket());
    desk.exchange.depth = desk.exchange.depth.times(0).plus("0.1");
    expect(sent(desk)).toHaveLength(1);
    const rest = new DeskDrill().planner();
    rest.state.instruments.BTCUSDT = { ...(rest.state.instruments.BTCUSDT as object), minNotionalUsd: "1000" } as never;
    rest.exchange.depth = rest.exchange.depth.times(0).plus("0.08");
    rest.clear().plan([ioc(), atMarket()]).run();
    expect(sent(rest)).toHaveLength(1);
    expect(rest.lastSettled()).toMatchObject({ outcome: "PARTIAL", filledQuantity: "0.08" });
  });

  it("is denied more orders than allowed, and settles with what it has", () => {
    const desk = new DeskDrill({ childrenPerParent: 2 }).planner();
    desk.exchange.depth = desk.exchange.depth.times(0).plus("0.01");
    desk.clear().plan([ioc(), ioc()]).run();
    expect(desk.lastSettled()).toMatchObject({ outcome: "PARTIAL", filledQuantity: "0.02" });
  });
});

describe("an exit that works", () => {
  it("keeps the whole stop until it ends, then nothing rests", () => {
    const desk = leaving(maker(NEXT, "30010"), atMarket());
    expect(stops(desk)).toEqual(["0.1"]);
    desk.bar().settle();
    expect(desk.lastSettled()).toMatchObject({ purpose: "EXIT", outcome: "FILLED" });
    expect([desk.resting(), desk.state.trades]).toEqual([[], {}]);
  });

  it("goes out plain when its next order is denied", () => {
    const desk = leaving(maker(NEXT, "30010"), atMarket());
    desk.state.childMessagesThisBar = DEFAULT_LIMITS.childMessagesPerBar;
    desk.bar().settle();
    expect(sent(desk).at(-1)).toEqual([undefined, "0.1"]);
    expect(desk.lastSettled()).toMatchObject({ purpose: "EXIT", outcome: "FILLED" });
  });

  it("has nothing left to do when the stop was faster", () => {
    const desk = leaving(maker(NEXT, "30010"), atMarket());
    desk.exchange.trigger(desk.resting("STOP_MARKET")[0]?.clientOrderId as string);
    desk.bar().settle();
    expect(desk.lastSettled()).toMatchObject({ purpose: "EXIT", outcome: "REJECTED" });
    expect([desk.resting(), desk.state.trades, desk.state.positions.BTCUSDT]).toEqual([[], {}, "0"]);
  });

  it("works on through the kill latch", () => {
    const desk = leaving(maker(NEXT, "30010"), atMarket()).hear(event("killLatch.changed", { set: true, by: "anna", reason: "test" }));
    expect(desk.run().resting("GTX")).toHaveLength(1);
    expect(desk.bar().lastSettled()).toMatchObject({ purpose: "EXIT", outcome: "FILLED" });
  });
});
