import { describe, expect, it } from "@jest/globals";
import { event } from "@quantum/test-kit";
import type { Input, Intent } from "@quantum/types";
import { working } from "../../test/acting.ts";
import { cycleBars, eth, holding, intents, kinds, ready } from "../../test/bot.ts";
import { BAR_MS, bars, closed, position, settled, signal, signals, T0, valued } from "../../test/scenario.ts";

const asked = ready.after(cycleBars, signals(T0, [signal(), eth]), valued(T0));
const [second, first] = intents(ready.when(cycleBars, signals(T0, [signal(), eth]), valued(T0))) as [Intent, Intent];
const untilAt = T0 + 3 * BAR_MS;
const at = (bar: number) => T0 + bar * BAR_MS;

/** A cycle of the core that sees these positions. */
function cycle(bar: number, positions: Parameters<typeof position>[0][], list = [signal()], close = 100): Input[] {
  return [
    bars(at(bar), { BTCUSDT: close, ETHUSDT: 50 }),
    signals(at(bar), list),
    valued(at(bar), { positions: positions.map((part) => position(part)) }),
  ];
}
const part = (quantity: string) => ({ tradeId: first.tradeId, quantity });
/** The fill that leaves a trade. */
const leaving = event("order.filled", {
  tradeId: first.tradeId,
  leg: "STOP",
  fill: {
    exchangeTradeId: "1",
    clientOrderId: "c",
    symbol: "BTCUSDT",
    side: "SELL",
    quantity: "5",
    price: "99",
    feeUsd: "0",
    realisedPnlUsd: "0",
    maker: false,
    filledAt: T0,
  },
});

describe("an order that is carried out over several bars", () => {
  it("holds its cycle up no longer, once, and without an alert", () => {
    const outcome = asked.after(settled(second)).when(working(first, untilAt), working(first, untilAt));
    expect(outcome.emitted("cycle.completed")).toMatchObject([{ outcome: "TRADED", requested: 2, settled: 1 }]);
    expect(kinds(outcome.effects)).toEqual(["cycle.completed", "cycles"]);
    expect(asked.when(working(first, untilAt)).effects).toEqual([]);
  });

  it("counts as settled when it ends within its cycle, and no unknown order counts", () => {
    const outcome = asked.after(working(first, untilAt), settled(first)).when(settled(second));
    expect(outcome.emitted("cycle.completed")).toMatchObject([{ requested: 2, settled: 2 }]);
    expect(asked.when(working({ ...first, intentId: "unknown" }, untilAt)).effects).toEqual([]);
  });

  it("keeps its symbol occupied over the bars, and is told of no more when a newer bar comes", () => {
    const resting = asked.after(working(first, untilAt), settled(second, "REJECTED"));
    const outcome = resting.when(...cycle(1, []));
    expect(outcome.emitted("order.requested")).toEqual([]);
    expect(outcome.state.last?.skips).toMatchObject([{ symbol: "BTCUSDT", code: "POSITION_OPEN" }]);
    expect(outcome.emitted("alert.raised")).toEqual([]);
  });

  it("is missed by its cycle when it neither ends nor works", () => {
    const outcome = asked.after(settled(second)).when(bars(at(1), { BTCUSDT: 100 }));
    expect(outcome.emitted("alert.raised")).toMatchObject([{ code: "ORDERS_UNSETTLED" }]);
  });

  it("becomes a trade with its first fills, whose quantity the portfolio tells while it grows", () => {
    const resting = asked.after(working(first, untilAt), settled(second, "REJECTED"), ...cycle(1, [part("10")], []));
    expect(resting.when().state.trades[first.tradeId]).toMatchObject({ quantity: "10", stopPrice: "99", takeProfitPrice: "101.5" });
    const grown = resting.after(...cycle(2, [part("20")], []));
    expect(grown.when().state.trades[first.tradeId]).toMatchObject({ quantity: "20", quantityKnown: true, barsHeld: 2 });
    const done = grown.when(settled(first, "PARTIAL", "22"));
    expect(done.effects).toEqual([]);
    expect(done.state.intents).toEqual({});
    expect(done.state.trades[first.tradeId]).toMatchObject({ quantityKnown: false });
    const known = grown.after(settled(first, "PARTIAL", "22")).when(...cycle(3, [part("22")], []));
    expect(known.state.trades[first.tradeId]).toMatchObject({ quantity: "22", quantityKnown: true });
  });

  it("becomes a trade when it ends with fills nobody had told of, and none when it ends without", () => {
    const resting = asked.after(working(first, untilAt), settled(second, "REJECTED"), ...cycle(1, [], []));
    expect(resting.when(settled(first, "PARTIAL", "7")).state.trades[first.tradeId]).toMatchObject({ quantity: "7", quantityKnown: true });
    const nothing = resting.when(settled(first, "REJECTED"));
    expect([nothing.state.trades, nothing.state.intents]).toEqual([{}, {}]);
    const again = resting.after(settled(first, "REJECTED")).when(...cycle(2, []));
    expect(intents(again)).toMatchObject([{ symbol: "BTCUSDT", purpose: "ENTRY" }]);
  });

  it("does not bar the way out: what is held already is left, and what fills afterwards in the next cycle", () => {
    const turned = [signal({ side: "SHORT" as const, confidence: 0.9 })];
    const resting = asked.after(working(first, untilAt), settled(second, "REJECTED"), ...cycle(1, [part("10")], []));
    const outcome = resting.when(...cycle(2, [part("10")], turned));
    const [exit] = intents(outcome) as [Intent];
    expect(exit).toMatchObject({ purpose: "EXIT", quantity: "10" });
    const rest = resting.after(...cycle(2, [part("10")], turned), settled(exit)).when(...cycle(3, [part("5")], turned));
    expect(intents(rest)).toMatchObject([{ purpose: "EXIT", quantity: "5" }]);
  });

  it("whose trade was stopped out meanwhile stays on its way, and what it then ends with is no new trade", () => {
    const resting = asked.after(working(first, untilAt), settled(second, "REJECTED"), ...cycle(1, [part("5")], []), leaving);
    const over = resting.after(closed({ tradeId: first.tradeId, closedAt: at(1) }));
    expect(over.when().state.intents).toHaveProperty(first.intentId);
    const outcome = over.when(settled(first, "PARTIAL", "5"));
    expect([outcome.state.trades, outcome.state.intents]).toEqual([{}, {}]);
    const cooling = over.after(settled(first, "PARTIAL", "5")).when(...cycle(2, []));
    expect(cooling.state.last?.skips).toMatchObject([{ code: "COOLING_DOWN" }]);
  });

  it("that is an exit is not asked for again while it works", () => {
    const { bot, intent } = holding();
    const turned = [signal({ side: "SHORT" as const, confidence: 0.9 })];
    const open = [{ tradeId: intent.tradeId, quantity: "25" }];
    const [exit] = intents(bot.when(...cycle(1, open, turned))) as [Intent];
    const leavingBot = bot.after(...cycle(1, open, turned), working(exit, untilAt));
    expect(leavingBot.when().state.trading).toBeNull();
    expect(intents(leavingBot.when(...cycle(2, open, turned)))).toEqual([]);
    expect(
      intents(leavingBot.when(settled(exit, "PARTIAL", "10"), ...cycle(2, [{ tradeId: intent.tradeId, quantity: "15" }], turned))),
    ).toMatchObject([{ purpose: "EXIT", quantity: "15" }]);
  });
});
