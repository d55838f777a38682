import { describe, expect, it } from "@jest/globals";
import { event, observed } from "@quantum/test-kit";
import { BAR_MS, DeskDrill, ioc, maker } from "../../test/desk-drill.ts";
import { CLOSE, instrument } from "../../test/story.ts";

const NEXT = CLOSE + BAR_MS;
/** An entry of 0.1 at 29990 with its stop at 29700, planned and not sent yet. */
const planned = (untilAt = NEXT): DeskDrill =>
  new DeskDrill()
    .planner()
    .clear()
    .plan([maker(untilAt), ioc()]);
const idOf = (desk: DeskDrill, type: string): string => desk.resting(type)[0]?.clientOrderId ?? "";
const refusing = (code: string): DeskDrill => {
  const desk = planned();
  desk.exchange.refusals.push({ type: "STOP_MARKET", code });
  return desk.run();
};

describe("the stop of an entry that rests", () => {
  it("rests before it: the exchange hears of the stop first", () => {
    const desk = planned();
    expect(desk.heard("order.submitted").map(({ leg, side, quantity }) => [leg, side, quantity])).toEqual([
      ["STOP", "SELL", "0.1"],
      ["ENTRY", "BUY", "0.1"],
    ]);
    expect(desk.next() && desk.resting().map(({ type }) => type)).toEqual(["STOP_MARKET"]);
    expect(desk.run().resting()).toHaveLength(2);
  });

  it("closes what filled within a bar in which the price then passed it: an ordinary end, nothing bare at any moment", () => {
    const desk = planned().run();
    desk.exchange.fill(idOf(desk, "GTX"), "0.1");
    expect(desk.exchange.covered().eq(desk.exchange.position)).toBe(true);
    desk.exchange.trigger(idOf(desk, "STOP_MARKET"));
    desk.bar().settle();
    expect(desk.heard("order.filled").map(({ leg }) => leg)).toEqual(["ENTRY", "STOP"]);
    expect(desk.lastSettled()).toMatchObject({ outcome: "FILLED", protected: true, code: null });
    expect([desk.heard("alert.raised"), desk.resting(), desk.state.trades]).toEqual([[], [], {}]);
  });

  it("goes with an entry that did not fill, before the bars that ended it go out", () => {
    const desk = planned().run();
    desk.exchange.depth = desk.exchange.depth.times(0);
    desk.said = [];
    desk.bar();
    const told = desk.said.map(({ type, data }) => `${type} ${(data as { leg?: string }).leg ?? ""}`);
    expect(desk.lastSettled()).toMatchObject({ outcome: "REJECTED", code: "NOT_FILLED" });
    expect(told.indexOf("order.cancelled STOP")).toBeGreaterThan(0);
    expect(told.indexOf("order.cancelled STOP")).toBeLessThan(told.indexOf("bars.closed "));
    expect([desk.resting(), desk.state.trades, desk.state.orders]).toEqual([[], {}, {}]);
  });

  it("that the price has passed already ends the entry", () => {
    const desk = refusing("-2021").settle();
    expect(desk.lastSettled()).toMatchObject({ outcome: "REJECTED", filledQuantity: "0", code: "STOP_PASSED" });
    expect([desk.resting(), desk.exchange.position.toFixed(), desk.state.trades]).toEqual([[], "0", {}]);
  });

  it("that was reached before anything filled ends the entry too", () => {
    const desk = planned(NEXT + BAR_MS).run();
    desk.exchange.trigger(idOf(desk, "STOP_MARKET"));
    expect(desk.bar().settle().lastSettled()).toMatchObject({ outcome: "REJECTED", code: "STOP_PASSED" });
    expect(desk.resting()).toEqual([]);
  });

  it("that somebody took off the exchange ends the entry, and is not placed again for nothing", () => {
    const desk = planned(NEXT + BAR_MS).run();
    desk.exchange.cancel({ clientOrderId: idOf(desk, "STOP_MARKET"), symbol: "BTCUSDT", algo: true });
    expect(desk.bar().settle().lastSettled()).toMatchObject({ outcome: "REJECTED", code: "NOT_FILLED" });
    expect(desk.resting()).toEqual([]);
  });

  it("follows at the first fill where the exchange takes none without a position; that is told once and asked again after a start", () => {
    const desk = refusing("-2022");
    expect([desk.resting("GTX"), desk.resting("STOP_MARKET")].map(({ length }) => length)).toEqual([1, 0]);
    expect(desk.heard("alert.raised")).toMatchObject([{ severity: "INFO", code: "STOPS_NOT_AHEAD" }]);
    desk.exchange.fill(idOf(desk, "GTX"), "0.1");
    desk.bar().settle();
    expect(desk.lastSettled()).toMatchObject({ outcome: "FILLED", protected: true });
    expect(desk.exchange.covered().toFixed()).toBe("0.1");
    expect(desk.state.stopsAhead).toBe(false);
    desk.hear(observed("instruments", [instrument], { at: NEXT }));
    expect(desk.state.stopsAhead).toBe(true);
  });

  it.each(["RATE_LIMIT", "-4045"])(
    "refused for another reason (%s) follows at the first fill too; the next one goes ahead again",
    (code) => {
      const desk = refusing(code);
      expect(desk.heard("alert.raised")).toMatchObject([{ severity: "INFO", code: "STOP_NOT_AHEAD" }]);
      expect(desk.state.stopsAhead).toBe(true);
      desk.exchange.fill(idOf(desk, "GTX"), "0.1");
      desk.bar().settle();
      expect([desk.lastSettled()?.protected, desk.exchange.covered().toFixed()]).toEqual([true, "0.1"]);
    },
  );

  it("that had left before a crash, and its entry had not: the entry follows while it is wanted, else the stop goes too", () => {
    const crashed = (): DeskDrill => {
      const desk = planned();
      expect(desk.next() && desk.next("DROPPED")).toBe(true);
      return desk;
    };
    const types = (desk: DeskDrill) =>
      desk
        .settle()
        .resting()
        .map(({ type }) => type);
    expect(types(crashed())).toEqual(["STOP_MARKET", "LIMIT"]);
    const killed = crashed().hear(event("killLatch.changed", { set: true, by: "anna", reason: "test" }));
    expect([types(killed), killed.lastSettled()?.outcome, killed.state.trades]).toEqual([[], "REJECTED", {}]);
    const late = crashed();
    for (let i = 0; i < 3; i++) late.bar();
    expect([types(late), late.lastSettled()?.outcome, late.state.trades]).toEqual([[], "REJECTED", {}]);
  });

  it("whose fate is unknown is asked for while the entry rests, and stays when it is there", () => {
    const desk = planned();
    desk.next("LOST");
    desk.settle();
    expect(desk.resting().map(({ type }) => type)).toEqual(["STOP_MARKET", "LIMIT"]);
  });
});
