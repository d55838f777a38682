import { describe, expect, it } from "@jest/globals";
import { BAR_MS, DeskDrill, ioc, maker } from "../../test/desk-drill.ts";
import { CLOSE } from "../../test/story.ts";

const open = ({ exchange, state }: DeskDrill) => [exchange.position.toFixed(), state.positions.BTCUSDT ?? "0", Object.keys(state.trades)];

describe("a trade that somebody else closed", () => {
  it("leaves no stop and no target behind: they would close the next position in its symbol", () => {
    const desk = new DeskDrill().withTrade();
    desk.exchange.other("ess-1", "SELL", "0.1");
    desk.bar().settle();
    expect([desk.resting(), open(desk)]).toEqual([[], ["0", "0", []]]);
    expect(desk.heard("alert.raised")).toEqual([]);
  });

  it("keeps its stop for what is left of it", () => {
    const desk = new DeskDrill().withTrade();
    desk.exchange.other("ess-1", "SELL", "0.06");
    desk.bar().settle();
    expect(desk.resting("STOP_MARKET").map(({ quantity }) => quantity)).toEqual(["0.04"]);
  });

  it("before its entry was heard of is over when it is: nothing is guarded that is not there", () => {
    const desk = new DeskDrill().clear();
    desk.next("LOST");
    desk.exchange.other("ess-1", "SELL", "0.1");
    desk.settle().bar().settle();
    expect(desk.heard("order.filled").map(({ tradeId, leg }) => [tradeId, leg])).toEqual([
      ["trade-1", "ENTRY"],
      ["trade-1", "UNKNOWN"],
    ]);
    expect([desk.resting(), open(desk)]).toEqual([[], ["0", "0", []]]);
    expect(desk.heard("order.settled")).toMatchObject([{ outcome: "FILLED", protected: true }]);
  });
});

describe("what somebody else trades while a stop waits for its entry", () => {
  it.each(["BUY", "SELL"] as const)("is not of that trade, which has nothing yet (%s)", (side) => {
    const desk = new DeskDrill()
      .planner()
      .clear()
      .plan([maker(CLOSE + 3 * BAR_MS), ioc()])
      .run();
    desk.exchange.other("by-hand", side, "0.3");
    desk.bar();
    expect(desk.heard("order.filled")).toMatchObject([{ tradeId: "", leg: "UNKNOWN" }]);
    expect(desk.resting("STOP_MARKET").map(({ quantity }) => quantity)).toEqual(["0.1"]);
    expect(desk.exchange.position.abs().toFixed()).toBe("0.3");
  });
});
