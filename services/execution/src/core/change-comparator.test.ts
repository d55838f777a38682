import { describe, expect, it } from "@jest/globals";
import { event } from "@quantum/test-kit";
import type { Intent } from "@quantum/types";
import { DeskDrill } from "../../test/desk-drill.ts";
import { entry } from "../../test/story.ts";

const add = {
  intentId: "add",
  purpose: "ADD",
  type: "LIMIT",
  price: "30050",
  quantity: "0.05",
  stopPrice: "29700",
  takeProfitPrice: null,
} as const;
const protect = { intentId: "move", purpose: "PROTECT", side: "SELL", stopPrice: "29900", takeProfitPrice: "30450" } as const;

/** What comes of an intent on an open long trade with its stop at 29700. */
function outcome(intent: Partial<Intent>, prepare: (desk: DeskDrill) => void = () => undefined): (string | null | undefined)[] {
  const desk = new DeskDrill().withTrade();
  prepare(desk);
  desk.clear(intent).run();
  const settled = desk.heard("order.settled").find(({ intentId }) => intentId === intent.intentId);
  return [settled?.outcome, settled?.code];
}

describe("an addition", () => {
  it("fills at its limit or better, and settles when the stop covers all of the trade", () => {
    const desk = new DeskDrill().withTrade().clear(add);
    desk.next();
    expect(desk.lastSettled()).toBeUndefined();
    desk.run();
    expect(desk.lastSettled()).toMatchObject({ purpose: "ADD", outcome: "FILLED", protected: true, filledQuantity: "0.05" });
    expect(desk.resting("STOP_MARKET").map(({ quantity }) => quantity)).toEqual(["0.15"]);
    expect(desk.resting("TAKE_PROFIT_MARKET").map(({ quantity }) => quantity)).toEqual(["0.15"]);
    expect(desk.state.trades["trade-1"]?.quantity).toBe("0.15");
  });

  it("that finds nothing at its price, or only a part, says so", () => {
    expect(outcome({ ...add, price: "30000" })).toEqual(["REJECTED", "NOT_FILLED"]);
    expect(
      outcome(add, (desk) => {
        desk.exchange.depth = desk.exchange.depth.times(0).plus("0.02");
      }),
    ).toEqual(["PARTIAL", null]);
  });

  it("EX-18 needs an open trade of its own direction", () => {
    expect(outcome({ ...add, tradeId: "other" })).toEqual(["REFUSED", "MISSING_STOP"]);
    expect(outcome({ ...add, side: "SELL", stopPrice: "30300" })).toEqual(["REFUSED", "MALFORMED_ORDER"]);
  });

  it("EX-18 is a limit order on the tick", () => {
    expect(outcome({ ...add, type: "MARKET", price: null })).toEqual(["REFUSED", "MALFORMED_ORDER"]);
    expect(outcome({ ...add, price: "30050.05" })).toEqual(["REFUSED", "MALFORMED_ORDER"]);
  });

  it("EX-18 needs the stop at rest at its own stop price or closer", () => {
    expect(outcome({ ...add, stopPrice: "29700" })).toEqual(["FILLED", null]);
    expect(outcome({ ...add, stopPrice: "29700.1" })).toEqual(["REFUSED", "MISSING_STOP"]);
    expect(outcome(add, (desk) => desk.clear(protect))).toEqual(["REFUSED", "MISSING_STOP"]);
    expect(outcome({ ...add, stopPrice: null })).toEqual(["REFUSED", "MISSING_STOP"]);
  });

  it("keeps to the rules of entries too: the kill latch, the age of its decision", () => {
    expect(outcome({ ...add, decidedAt: 0 })).toEqual(["REFUSED", "STALE_DECISION"]);
    expect(
      outcome(add, (desk) => {
        desk.state.killed = true;
      }),
    ).toEqual(["REFUSED", "KILL_LATCH"]);
  });

  it.each([
    ["-2021", "STOP_PASSED"],
    ["-4045", "UNPROTECTED"],
  ])("whose stop is refused (%s) is closed again, and the old stop stays for the rest", (refusal, code) => {
    const desk = new DeskDrill().withTrade();
    desk.exchange.refusals.push({ type: "STOP_MARKET", code: refusal });
    desk.clear(add).run();
    expect(desk.lastSettled()).toMatchObject({ purpose: "ADD", outcome: "FILLED", protected: true, code });
    expect([desk.state.positions.BTCUSDT, desk.exchange.covered().toFixed()]).toEqual(["0.1", "0.1"]);
  });

  it("that fills after the stop closed its trade is protected anew", () => {
    const desk = new DeskDrill().withTrade().clear(add);
    const [stop] = desk.resting("STOP_MARKET");
    desk.exchange.trigger(stop?.clientOrderId as string);
    desk.run().bar();
    expect(desk.state.positions.BTCUSDT).toBe("0.05");
    expect(desk.resting("STOP_MARKET").map(({ quantity }) => quantity)).toEqual(["0.05"]);
  });
});

describe("a stop that is to be moved", () => {
  it("EX-19 belongs to an open trade and goes to a price on the tick", () => {
    expect(outcome(protect)).toEqual(["PROTECTED", null]);
    expect(outcome({ ...protect, tradeId: "other" })).toEqual(["REFUSED", "EXIT_EXCEEDS_POSITION"]);
    expect(outcome({ ...protect, stopPrice: "29900.05" })).toEqual(["REFUSED", "MALFORMED_ORDER"]);
    expect(outcome({ ...protect, stopPrice: null })).toEqual(["REFUSED", "MALFORMED_ORDER"]);
    expect(outcome({ ...protect, takeProfitPrice: "30450.05" })).toEqual(["REFUSED", "MALFORMED_ORDER"]);
  });

  it("EX-20 only comes closer; at the same price nothing has to be sent", () => {
    expect(outcome({ ...protect, stopPrice: "29699.9" })).toEqual(["REFUSED", "STOP_LOOSENED"]);
    expect(outcome({ ...protect, stopPrice: "29700" })).toEqual(["PROTECTED", null]);
    expect(outcome({ ...protect, stopPrice: "29850" }, (desk) => desk.clear({ ...protect, intentId: "first" }))).toEqual([
      "REFUSED",
      "STOP_LOOSENED",
    ]);
  });

  it("EX-20 and EX-21 hold for a short trade the other way round", () => {
    const short = { side: "SELL", stopPrice: "30300", takeProfitPrice: "29550" } as const;
    const moved = (stopPrice: string): string | null | undefined => {
      const desk = new DeskDrill().clear({ ...short, intentId: "opening" }).run();
      desk.clear({ ...short, intentId: "move", purpose: "PROTECT", side: "BUY", stopPrice }).run();
      return desk.lastSettled()?.code;
    };
    expect(["30300.1", "30100", "30001", "30001.1"].map(moved)).toEqual(["STOP_LOOSENED", null, "MISSING_STOP", null]);
  });

  it("EX-21 stays on the losing side of a market that is known", () => {
    expect(outcome({ ...protect, stopPrice: "29999" })).toEqual(["REFUSED", "MISSING_STOP"]);
    expect(outcome({ ...protect, stopPrice: "29998.9" })).toEqual(["PROTECTED", null]);
    expect(
      outcome(protect, (desk) => {
        desk.state.quotes = {};
      }),
    ).toEqual(["REFUSED", "DATA_MISSING"]);
  });

  it("is moved while the kill latch is set: it only makes things safer", () => {
    expect(
      outcome(protect, (desk) => {
        desk.state.killed = true;
      }),
    ).toEqual(["PROTECTED", null]);
  });
});

describe("EX-22: a stop that is moved for an addition", () => {
  const moving = (addition: Partial<Intent> = {}) => ({ ...protect, addition: { ...entry, ...add, stopPrice: "29900", ...addition } });
  const stop = (desk: DeskDrill) => desk.resting("STOP_MARKET").map(({ triggerPrice }) => triggerPrice);

  it("is moved when the addition may follow", () => {
    const desk = new DeskDrill().withTrade();
    desk.clear(moving({ decidedAt: desk.closeAt })).run();
    expect([desk.lastSettled()?.outcome, stop(desk)]).toEqual(["PROTECTED", ["29900"]]);
  });

  it("stays when the addition would be denied: the kill latch, the age of its decision, its size", () => {
    const denied = (addition: Partial<Intent>, prepare: (desk: DeskDrill) => void = () => undefined) => {
      const desk = new DeskDrill().withTrade();
      prepare(desk);
      desk.clear(moving({ decidedAt: desk.closeAt, ...addition })).run();
      return [desk.lastSettled()?.code, ...stop(desk)];
    };
    const killed = (desk: DeskDrill) => {
      desk.state.killed = true;
    };
    expect(denied({}, killed)).toEqual(["KILL_LATCH", "29700"]);
    expect(denied({ decidedAt: 0 })).toEqual(["STALE_DECISION", "29700"]);
    expect(denied({ quantity: "0.0005" })).toEqual(["MALFORMED_ORDER", "29700"]);
  });

  it("stays while execution only observes, which carries no addition out; a stop that is moved alone is moved then too", () => {
    const observing = event("mode.changed", { service: "execution", from: "ENFORCED", to: "OBSERVE", by: "anna", reason: "test" });
    const desk = new DeskDrill().withTrade().hear(observing);
    desk.clear(moving({ decidedAt: desk.closeAt })).run();
    expect([desk.lastSettled()?.outcome, desk.lastSettled()?.code, stop(desk)]).toEqual(["RECORDED", "EXECUTION_OBSERVING", ["29700"]]);
    desk.clear({ ...protect, intentId: "alone" }).run();
    expect([desk.lastSettled()?.outcome, stop(desk)]).toEqual(["PROTECTED", ["29900"]]);
  });
});
