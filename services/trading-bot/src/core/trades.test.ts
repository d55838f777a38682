import { describe, expect, it } from "@jest/globals";
import { event, given } from "@quantum/test-kit";
import type { Intent } from "@quantum/types";
import { core, cycleBars, eth, holding, intents, kinds, ready } from "../../test/bot.ts";
import { BAR_MS, bars, closed, listed, position, settings, settled, signal, signals, T0, trade, valued } from "../../test/scenario.ts";
import { createTradingBotCore } from "./index.ts";

/** A fill that closes the trade. */
const closing = {
  exchangeTradeId: "1",
  clientOrderId: "c",
  symbol: "BTCUSDT",
  side: "SELL" as const,
  quantity: "25",
  price: "99",
  feeUsd: "0",
  realisedPnlUsd: "-25",
  maker: false,
  filledAt: T0,
};

describe("exits", () => {
  const at = T0 + BAR_MS;
  const next = bars(at, { BTCUSDT: 100, ETHUSDT: 50 });

  it("come before entries, and leave one row for their symbol", () => {
    const { bot, intent } = holding();
    const held = position({ tradeId: intent.tradeId, quantity: "25" });
    const outcome = bot.when(next, signals(at, [eth, signal({ side: "SHORT", confidence: 0.7 })]), valued(at, { positions: [held] }));
    expect(intents(outcome).map(({ purpose, symbol, side }) => [purpose, symbol, side])).toEqual([
      ["EXIT", "BTCUSDT", "SELL"],
      ["ENTRY", "ETHUSDT", "SELL"],
    ]);
    const [exit, entry] = intents(outcome) as [Intent, Intent];
    const end = bot
      .after(next, signals(at, [eth, signal({ side: "SHORT", confidence: 0.7 })]), valued(at, { positions: [held] }), settled(exit))
      .when(settled(entry));
    expect(end.emitted("cycle.completed")[0]?.skips).toMatchObject([{ symbol: "BTCUSDT", code: "EXIT_OPPOSITE_SIGNAL" }]);
  });

  it("are not asked for twice", () => {
    const { bot, intent } = holding();
    const far = T0 + 48 * BAR_MS;
    const held = { positions: [position({ tradeId: intent.tradeId, quantity: "25" })] };
    const asked = bot.after(bars(far, { BTCUSDT: 100 }), signals(far, []), valued(far, held));
    const outcome = asked.when(bars(far + BAR_MS, { BTCUSDT: 100 }), signals(far + BAR_MS, []), valued(far + BAR_MS, held));
    expect(intents(outcome)).toEqual([]);
  });

  it("use the quantity the portfolio tells", () => {
    const { bot, intent } = holding();
    const far = T0 + 48 * BAR_MS;
    const outcome = bot.when(
      bars(far, { BTCUSDT: 100 }),
      signals(far, []),
      valued(far, { positions: [position({ tradeId: intent.tradeId, quantity: "7.5" })] }),
    );
    expect(intents(outcome)[0]).toMatchObject({ purpose: "EXIT", quantity: "7.5" });
  });

  it("leave positions of others alone: neither closed nor added to", () => {
    const far = T0 + 100 * BAR_MS;
    const orphan = position({ tradeId: "orphan-1" });
    const outcome = ready.when(bars(far, { BTCUSDT: 90 }), signals(far, [signal({ side: "SHORT" })]), valued(far, { positions: [orphan] }));
    expect(intents(outcome)).toEqual([]);
    expect(outcome.emitted("cycle.completed")[0]?.skips).toMatchObject([{ symbol: "BTCUSDT", code: "POSITION_OPEN" }]);
  });

  it("go on while entries are paused and while books differ", () => {
    const { bot, intent } = holding();
    const far = T0 + 48 * BAR_MS;
    const differences = [{ symbol: null, kind: "wallet", ours: "1", theirs: "2", reason: "" }];
    const outcome = bot
      .after(event("killLatch.changed", { set: true, by: "anna", reason: "drill" }))
      .when(
        bars(far, { BTCUSDT: 100 }),
        signals(far, [eth]),
        valued(far, { positions: [position({ tradeId: intent.tradeId })], differences }),
      );
    expect(intents(outcome)).toMatchObject([{ purpose: "EXIT" }]);
  });
});

describe("a bar between two cycles", () => {
  const minute = T0 + 60_000;

  it("is watched: nothing to do ends it at once, without a row", () => {
    const { bot } = holding();
    const outcome = bot.when(bars(minute, { BTCUSDT: 99 }, false));
    expect(kinds(outcome.effects)).toEqual(["cycle.completed"]);
    expect(outcome.emitted("cycle.completed")[0]).toMatchObject({ outcome: "WATCHED", requested: 0 });
  });

  it("closes at market what closed beyond its stop, and ends when that is settled", () => {
    const { bot } = holding();
    const outcome = bot.when(bars(minute, { BTCUSDT: 98.9 }, false));
    const [exit] = intents(outcome) as [Intent];
    expect(exit).toMatchObject({
      purpose: "EXIT",
      side: "SELL",
      type: "MARKET",
      quantity: "25",
      referencePrice: "98.9",
      decidedAt: minute,
    });
    const end = bot.after(bars(minute, { BTCUSDT: 98.9 }, false)).when(settled(exit));
    expect(end.emitted("cycle.completed")[0]).toMatchObject({ outcome: "WATCHED", requested: 1, settled: 1 });
    expect(end.stored("cycles")).toHaveLength(1);
  });

  it("does not close again what the resting stop has just closed", () => {
    const { bot, intent } = holding();
    const stopped = event("order.filled", { tradeId: intent.tradeId, leg: "STOP", fill: closing });
    expect(intents(bot.after(stopped).when(bars(minute, { BTCUSDT: 98.9 }, false)))).toEqual([]);
    const entry = event("order.filled", { tradeId: intent.tradeId, leg: "ENTRY", fill: closing });
    expect(intents(bot.after(entry).when(bars(minute, { BTCUSDT: 98.9 }, false)))).toHaveLength(1);
  });

  it.each(["UNPROTECTED", "STOP_PASSED"] as const)("does not close what execution closed again for want of a stop (%s)", (code) => {
    const asked = ready.after(cycleBars, signals(T0, [signal()]), valued(T0));
    const { intent } = holding();
    const told = settled(intent);
    const unprotected = { ...told, data: { ...told.data, code } };
    expect(intents(asked.after(unprotected).when(bars(minute, { BTCUSDT: 90 }, false)))).toEqual([]);
  });

  it("does not close what its stop closed before the last word on the entry came", () => {
    const asked = ready.after(cycleBars, signals(T0, [signal()]), valued(T0));
    const { intent } = holding();
    const stopped = event("order.filled", { tradeId: intent.tradeId, leg: "STOP", fill: closing });
    const next = bars(minute, { BTCUSDT: 90 }, false);
    expect(intents(asked.after(stopped, settled(intent)).when(next))).toEqual([]);
    expect(intents(asked.after(settled(intent)).when(next))).toHaveLength(1);
  });

  it("does not disturb a trading cycle, but ends the watch before it", () => {
    const { bot } = holding();
    const at = T0 + BAR_MS;
    const outcome = bot.after(bars(minute, { BTCUSDT: 98.9 }, false)).when(bars(minute + 60_000, { BTCUSDT: 98.9 }, false));
    expect(outcome.emitted("cycle.completed").map(({ outcome: how, requested }) => [how, requested])).toEqual([
      ["EXPIRED", 1],
      ["WATCHED", 0],
    ]);
    const gathering = bot.after(bars(at, { BTCUSDT: 100 })).when(bars(at + 60_000, { BTCUSDT: 100 }, false));
    expect(gathering.emitted("cycle.completed")).toMatchObject([{ outcome: "WATCHED" }]);
    expect(gathering.state.trading?.at).toBe(at);
  });
});

describe("modes", () => {
  const change = (to: "OBSERVE" | "ENFORCED", service = "trading_bot") =>
    event("mode.changed", { service, from: "ENFORCED", to, by: "anna", reason: "drill" });

  it("OBSERVE asks without binding, whoever announced the mode; other services' modes do not matter", () => {
    const answers = [cycleBars, signals(T0, [signal()]), valued(T0)] as const;
    expect(
      ready
        .after(change("OBSERVE"))
        .when(...answers)
        .emitted("order.requested")[0]?.binding,
    ).toBe(false);
    expect(
      ready
        .after(change("OBSERVE", "pba"))
        .when(...answers)
        .emitted("order.requested")[0]?.binding,
    ).toBe(true);
    expect(
      given(createTradingBotCore(settings({ firstMode: "OBSERVE" })))
        .after(listed(["BTCUSDT"]))
        .when(...answers)
        .emitted("order.requested")[0]?.binding,
    ).toBe(false);
    expect(
      ready
        .after(change("OBSERVE"), change("ENFORCED"))
        .when(...answers)
        .emitted("order.requested")[0]?.binding,
    ).toBe(true);
  });

  it("an order that was only recorded becomes no trade", () => {
    const [intent] = intents(ready.when(cycleBars, signals(T0, [signal()]), valued(T0))) as [Intent];
    const outcome = ready.after(cycleBars, signals(T0, [signal()]), valued(T0)).when(settled(intent, "RECORDED"));
    expect(outcome.state.trades).toEqual({});
    expect(outcome.emitted("cycle.completed")[0]).toMatchObject({ outcome: "TRADED", requested: 1, settled: 1 });
  });
});

describe("memory of trades", () => {
  it("forgets a trade that closed, also when its end was told before the last word on its entry", () => {
    const { bot, intent } = holding();
    expect(bot.when(closed({ tradeId: intent.tradeId })).state.trades).toEqual({});
    const asked = ready.after(cycleBars, signals(T0, [signal()]), valued(T0), closed({ tradeId: intent.tradeId }));
    const outcome = asked.when(settled(intent));
    expect(outcome.state.trades).toEqual({});
    expect(outcome.emitted("cycle.completed")).toHaveLength(1);
  });

  it("frees a symbol whose order never got an end once its trade is closed and no cycle waits for it", () => {
    const { intent } = holding();
    const lost = ready.after(cycleBars, signals(T0, [signal()]), valued(T0), bars(T0 + BAR_MS, {}));
    expect(Object.keys(lost.when().state.intents)).toEqual([intent.intentId]);
    expect(lost.when(closed({ tradeId: intent.tradeId })).state.intents).toEqual({});
  });

  it("adopts a position whose entry has no end yet, so that it can be left", () => {
    const { intent } = holding();
    const at = T0 + BAR_MS;
    const outcome = ready
      .after(cycleBars, signals(T0, [signal()]), valued(T0), bars(at, { BTCUSDT: 100 }))
      .when(signals(at, []), valued(at, { positions: [position({ tradeId: intent.tradeId, quantity: "20" })] }));
    expect(outcome.state.trades[intent.tradeId]).toMatchObject({ quantity: "20", openedCycle: T0, stopPrice: "99" });
  });

  it("drops a trade the portfolio does not hold any more, unless its symbol's books are in doubt or it is younger than the valuation", () => {
    const { bot, intent } = holding();
    const at = T0 + BAR_MS;
    const doubt = (symbol: string | null) => [{ symbol, kind: "position", ours: "1", theirs: "0", reason: "" }];
    const after = (part: Parameters<typeof valued>[1]) => bot.when(bars(at, {}), signals(at, []), valued(at, part)).state;
    expect(after({}).trades).toEqual({});
    expect(after({}).closed.BTCUSDT).toEqual({ tradeId: intent.tradeId, closedAt: at });
    expect(Object.keys(after({ differences: doubt("BTCUSDT") }).trades)).toHaveLength(1);
    expect(Object.keys(after({ differences: doubt(null) }).trades)).toHaveLength(1);
    expect(after({ differences: doubt("ETHUSDT") }).trades).toEqual({});
    const young = given(core).state((before) => ({ ...before, trades: { t1: trade({ knownSince: at }) } }));
    expect(Object.keys(young.when(bars(at, {}), signals(at, []), valued(at)).state.trades)).toEqual(["t1"]);
  });

  it("is not fooled by ids that every object has", () => {
    const strange = { intentId: "constructor", tradeId: "toString", symbol: "BTCUSDT", purpose: "ENTRY" as const, quantity: "1" };
    ready.when(settled(strange), closed({ tradeId: "valueOf" })).then([]);
  });
});
