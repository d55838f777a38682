import { describe, expect, it } from "@jest/globals";
import { DeskDrill } from "../../test/desk-drill.ts";

const protect = { intentId: "move", purpose: "PROTECT", side: "SELL", stopPrice: "29900", takeProfitPrice: "30450" } as const;
const half = { intentId: "half", purpose: "EXIT", side: "SELL", quantity: "0.04", stopPrice: null, takeProfitPrice: null } as const;
const stops = (desk: DeskDrill) => desk.resting("STOP_MARKET").map(({ triggerPrice, quantity }) => [triggerPrice, quantity]);
const targets = (desk: DeskDrill) => desk.resting("TAKE_PROFIT_MARKET").map(({ triggerPrice, quantity }) => [triggerPrice, quantity]);

describe("a stop that is moved", () => {
  it("rests at its new price before the old one is taken back, and is told once only the new one is left", () => {
    const desk = new DeskDrill().withTrade().clear(protect);
    expect(desk.exchange.covered().toFixed()).toBe("0.1");
    desk.next();
    expect(stops(desk)).toEqual([
      ["29700", "0.1"],
      ["29900", "0.1"],
    ]);
    expect(desk.lastSettled()).toBeUndefined();
    desk.run();
    expect(stops(desk)).toEqual([["29900", "0.1"]]);
    expect(desk.lastSettled()).toMatchObject({ purpose: "PROTECT", outcome: "PROTECTED", protected: true, code: null });
  });

  it("stays where it is when the exchange refuses the new one, and whoever asked is told", () => {
    const desk = new DeskDrill().withTrade();
    desk.exchange.refusals.push({ type: "STOP_MARKET", code: "-2021" });
    desk.clear(protect).run();
    expect(stops(desk)).toEqual([["29700", "0.1"]]);
    expect(desk.lastSettled()).toMatchObject({ outcome: "REJECTED", protected: true, code: "EXCHANGE_REJECTED" });
    expect(desk.bar().heard("alert.raised")).toEqual([]);
    desk.clear({ ...protect, intentId: "again" }).run();
    expect(stops(desk)).toEqual([["29900", "0.1"]]);
  });

  it("is told as done when its answer was lost and it is found to rest", () => {
    const desk = new DeskDrill().withTrade().clear(protect);
    desk.next("LOST");
    expect(desk.lastSettled()).toBeUndefined();
    desk.settle();
    expect(stops(desk)).toEqual([["29900", "0.1"]]);
    expect(desk.lastSettled()).toMatchObject({ outcome: "PROTECTED" });
  });

  it("leaves nothing behind when the old one is hit meanwhile", () => {
    const desk = new DeskDrill().withTrade().clear(protect);
    const [old] = desk.resting("STOP_MARKET");
    desk.next();
    desk.exchange.trigger(old?.clientOrderId as string);
    desk.settle();
    desk.bar().settle();
    expect(desk.lastSettled()).toMatchObject({ intentId: "move", outcome: "REJECTED", protected: false });
    expect([desk.resting(), desk.state.trades, desk.state.orders, desk.state.positions.BTCUSDT]).toEqual([[], {}, {}, "0"]);
  });

  it("takes the take-profit off with null, and moves it to a price, after the stop", () => {
    const off = new DeskDrill().withTrade().clear({ ...protect, takeProfitPrice: null });
    off.next();
    expect(targets(off)).toEqual([["30450", "0.1"]]);
    expect(targets(off.run())).toEqual([]);
    expect(off.lastSettled()).toMatchObject({ outcome: "PROTECTED" });
    const moved = new DeskDrill()
      .withTrade()
      .clear({ ...protect, takeProfitPrice: "30600" })
      .run();
    expect(targets(moved)).toEqual([["30600", "0.1"]]);
    expect(moved.lastSettled()).toMatchObject({ outcome: "PROTECTED" });
  });

  it("keeps the old take-profit when the exchange refuses the new one", () => {
    const desk = new DeskDrill().withTrade();
    desk.exchange.refusals.push({ type: "TAKE_PROFIT_MARKET", code: "-2021" });
    desk.clear({ ...protect, takeProfitPrice: "30600" }).run();
    expect(targets(desk)).toEqual([["30450", "0.1"]]);
    expect(stops(desk)).toEqual([["29900", "0.1"]]);
    expect(desk.lastSettled()).toMatchObject({ outcome: "PROTECTED" });
    expect(desk.heard("alert.raised").map(({ code }) => code)).toEqual(["TAKE_PROFIT_REJECTED"]);
  });
});

describe("a trade that is left in part", () => {
  it("has stop and take-profit of what is left before the exit settles", () => {
    const desk = new DeskDrill().withTrade().clear(half);
    desk.next();
    expect(desk.lastSettled()).toBeUndefined();
    desk.run();
    expect([stops(desk), targets(desk)]).toEqual([[["29700", "0.06"]], [["30450", "0.06"]]]);
    expect(desk.lastSettled()).toMatchObject({ intentId: "half", outcome: "FILLED", filledQuantity: "0.04" });
  });

  it("keeps the stop that is too large when the exchange refuses the smaller one, and does not ask again and again", () => {
    const desk = new DeskDrill().withTrade();
    desk.exchange.refusals.push({ type: "STOP_MARKET", code: "-2021" });
    desk.clear(half).run().bar().bar();
    expect(stops(desk)).toEqual([["29700", "0.1"]]);
    expect(desk.state.positions.BTCUSDT).toBe("0.06");
    expect(desk.lastSettled()).toMatchObject({ intentId: "half", outcome: "FILLED", protected: true });
  });
});

describe("bars", () => {
  it("go out only when a stop that is on its way rests", () => {
    const desk = new DeskDrill().withTrade().clear(protect).closes();
    const order = desk.calls.map(({ name }) => name);
    expect(order).toEqual(["place", "sync"]);
    desk.calls.reverse();
    desk.next();
    expect(desk.heard("bars.closed")).toEqual([]);
    desk.run();
    expect(desk.heard("bars.closed")).toHaveLength(1);
    expect(desk.state.barsHeld).toBe(false);
  });
});
