import { describe, expect, it } from "@jest/globals";
import { event, given, type Outcome, woken } from "@quantum/test-kit";
import type { Effect, Intent } from "@quantum/types";
import {
  BAR_MS,
  bars,
  closed,
  listed,
  position,
  refused,
  settings,
  settled,
  signal,
  signals,
  T0,
  trade,
  valued,
} from "../../test/scenario.ts";
import { createTradingBotCore, failureEffects, type TradingBotState } from "./index.ts";

const core = createTradingBotCore();
const ready = given(core).after(listed(["BTCUSDT", "ETHUSDT"]));
const cycleBars = bars(T0, { BTCUSDT: 100, ETHUSDT: 50 });
const eth = signal({ symbol: "ETHUSDT", side: "SHORT", confidence: 0.9, close: 50 });
const deadline = (cycle = T0, partsLeft = 0) => woken("cycle.deadline", { cycle, partsLeft }, { cycle });

function intents(outcome: Outcome<TradingBotState>): Intent[] {
  return outcome.emitted("order.requested").map(({ intent }) => intent);
}
function kinds(effects: readonly Effect[]): string[] {
  return effects.map((effect) => (effect.kind === "emit" ? effect.type : effect.kind === "store" ? effect.table : effect.name));
}
/** The bot with one filled BTCUSDT trade, after its first cycle. */
function holding() {
  const first = ready.when(cycleBars, signals(T0, [signal()]), valued(T0));
  const [intent] = intents(first) as [Intent];
  return { intent, bot: ready.after(cycleBars, signals(T0, [signal()]), valued(T0), settled(intent)) };
}

describe("a trading cycle", () => {
  it("opens with a bar and asks to be woken in parts of the deadline", () => {
    ready.when(cycleBars).then([{ kind: "wake", name: "cycle.deadline", afterMs: 1_000, data: { cycle: T0, partsLeft: 9 } }]);
  });

  it("proposes, then asks for one order each in rank order, once both answers are there", () => {
    const outcome = ready.after(cycleBars, signals(T0, [signal(), eth])).when(valued(T0));
    expect(kinds(outcome.effects)).toEqual(["trades.proposed", "order.requested", "order.requested", "decisions", "decisions"]);
    expect(outcome.emitted("trades.proposed")[0]?.proposals.map(({ rank, intent }) => [rank, intent.symbol])).toEqual([
      [1, "ETHUSDT"],
      [2, "BTCUSDT"],
    ]);
    expect(intents(outcome).map(({ symbol, side }) => [symbol, side])).toEqual([
      ["ETHUSDT", "SELL"],
      ["BTCUSDT", "BUY"],
    ]);
    for (const effect of outcome.effects) if (effect.kind === "emit") expect(effect.cycle).toBe(T0);
  });

  it("describes the order completely", () => {
    const [intent] = intents(ready.when(cycleBars, signals(T0, [signal()]), valued(T0))) as [Intent];
    expect(intent).toEqual({
      intentId: expect.stringMatching(/^[0-9a-z]{16}$/),
      tradeId: expect.stringMatching(/^[0-9a-z]{16}$/),
      purpose: "ENTRY",
      symbol: "BTCUSDT",
      side: "BUY",
      quantity: "25",
      type: "MARKET",
      price: null,
      leverage: 3,
      stopPrice: "99",
      takeProfitPrice: "101.5",
      referencePrice: "100",
      decidedAt: T0,
      reason: "LONG with confidence 0.8, rank 1",
    });
  });

  it("gives the same orders whichever answer came first", () => {
    const one = ready.when(cycleBars, signals(T0, [signal(), eth]), valued(T0));
    const other = ready.when(cycleBars, valued(T0), signals(T0, [signal(), eth]));
    expect(one.effects).toEqual(other.effects);
    expect(one.state).toEqual(other.state);
  });

  it("is complete when every order has an end: settled, or refused by risk_safety", () => {
    const asked = ready.after(cycleBars, signals(T0, [signal(), eth]));
    const [first, second] = intents(asked.when(valued(T0))) as [Intent, Intent];
    asked.after(valued(T0)).when(settled(first)).then([]);
    const outcome = asked.after(valued(T0), settled(first)).when(refused(second));
    expect(outcome.emitted("cycle.completed")).toEqual([
      { outcome: "TRADED", signals: 2, requested: 2, settled: 2, skips: [], missing: [] },
    ]);
    expect(outcome.stored("cycles")).toEqual([
      {
        at: T0,
        outcome: "TRADED",
        signals: 2,
        requested: 2,
        settled: 2,
        skips: [],
        missing: [],
        participants: [
          { service: "ai_engine", answer: "signals.generated", mode: "ENFORCED", binding: true },
          { service: "portfolio_intelligence", answer: "portfolio.valued", mode: "ENFORCED", binding: true },
        ],
      },
    ]);
    expect(Object.values(outcome.state.trades).map(({ symbol }) => symbol)).toEqual(["ETHUSDT"]);
    expect(outcome.state.intents).toEqual({});
  });

  it("is complete at once when there is nothing to do, and still proposes an empty list", () => {
    const outcome = ready.after(cycleBars, valued(T0)).when(signals(T0, []));
    expect(kinds(outcome.effects)).toEqual(["trades.proposed", "cycle.completed", "cycles"]);
    expect(outcome.emitted("cycle.completed")[0]).toMatchObject({ outcome: "NOTHING_TO_DO", requested: 0 });
  });

  it("gives a reason for every signal it did not trade", () => {
    const outcome = ready.when(
      cycleBars,
      signals(T0, [signal({ side: "NONE", confidence: 0 }), signal({ symbol: "ETHUSDT", confidence: 0.54, close: 50 })]),
      valued(T0),
    );
    expect(outcome.emitted("cycle.completed")[0]?.skips).toEqual([
      { symbol: "ETHUSDT", code: "BELOW_MIN_CONFIDENCE", detail: "TB-01: confidence 0.54 is below 0.55" },
      { symbol: "BTCUSDT", code: "NO_SIGNAL", detail: "no edge" },
    ]);
  });

  it("names the models that abstained when there is no signal", () => {
    const votes = [{ slot: "NH" as const, model: "m", version: "1", probabilityUp: null, weight: 1, reason: "warming up" }];
    const outcome = ready.when(cycleBars, signals(T0, [signal({ side: "NONE", confidence: 0, votes })]), valued(T0));
    expect(outcome.emitted("cycle.completed")[0]?.skips[0]?.detail).toBe("NH abstained: warming up");
  });

  it("ignores a bar that is delivered again, and answers of finished or unknown cycles", () => {
    const over = ready.after(cycleBars, signals(T0, []), valued(T0));
    over.when(cycleBars, signals(T0, [signal()]), valued(T0)).then([]);
    const noCycle = event("signals.generated", { signals: [signal()], horizonBars: 12 });
    ready.after(cycleBars, valued(T0)).when(noCycle).then([]);
  });

  it("lets the first answer count when one comes twice", () => {
    const outcome = ready.when(cycleBars, signals(T0, []), signals(T0, [signal()]), valued(T0));
    expect(outcome.emitted("cycle.completed")[0]).toMatchObject({ outcome: "NOTHING_TO_DO", signals: 0 });
  });

  it("uses answers that came before their bar, unless the bar never came", () => {
    const outcome = ready.after(signals(T0, [signal()]), valued(T0)).when(cycleBars);
    expect(intents(outcome)).toHaveLength(1);
    expect(outcome.state.early).toBeNull();
    const later = ready.after(signals(T0, [signal()]), signals(T0 + BAR_MS, [])).when(cycleBars);
    expect(later.state.early?.at).toBe(T0 + BAR_MS);
    expect(ready.after(signals(T0 + BAR_MS, [])).when(signals(T0, [signal()])).state.early?.at).toBe(T0 + BAR_MS);
  });

  it("gives up a bar from before the newest one at once, with an alert", () => {
    const outcome = ready.after(bars(T0 + BAR_MS, {})).when(cycleBars);
    expect(kinds(outcome.effects)).toEqual(["cycle.completed", "alert.raised", "alerts"]);
    expect(outcome.emitted("cycle.completed")[0]?.outcome).toBe("EXPIRED");
    expect(outcome.state.trading?.at).toBe(T0 + BAR_MS);
  });
});

describe("the deadline of a cycle", () => {
  it("waits on while parts of it are left", () => {
    ready
      .after(cycleBars)
      .when(deadline(T0, 2))
      .then([{ kind: "wake", name: "cycle.deadline", afterMs: 1_000, data: { cycle: T0, partsLeft: 1 } }]);
  });

  it("ends the cycle without entries, naming who is missing and the signals not traded", () => {
    const outcome = ready.after(cycleBars, signals(T0, [signal(), signal({ symbol: "ETHUSDT", side: "NONE" })])).when(deadline());
    expect(outcome.emitted("cycle.completed")).toEqual([
      {
        outcome: "EXPIRED",
        signals: 2,
        requested: 0,
        settled: 0,
        skips: [{ symbol: "BTCUSDT", code: "CYCLE_EXPIRED", detail: "no answer from portfolio_intelligence" }],
        missing: ["portfolio_intelligence"],
      },
    ]);
    expect(outcome.emitted("trades.proposed")).toEqual([]);
    expect(outcome.emitted("alert.raised")).toMatchObject([{ severity: "WARNING", code: "CYCLE_EXPIRED" }]);
  });

  it("raises the alert once for a row of such cycles, and again after a good one", () => {
    const next = bars(T0 + BAR_MS, {});
    const second = ready.after(cycleBars, deadline(), next).when(deadline(T0 + BAR_MS));
    expect(second.emitted("cycle.completed")).toHaveLength(1);
    expect(second.emitted("alert.raised")).toEqual([]);
    const good = ready.after(cycleBars, deadline(), next, signals(T0 + BAR_MS, []), valued(T0 + BAR_MS), bars(T0 + 2 * BAR_MS, {}));
    expect(good.when(deadline(T0 + 2 * BAR_MS)).emitted("alert.raised")).toHaveLength(1);
  });

  it("still closes what must be closed when the portfolio is known, and is complete when that is settled", () => {
    const { bot, intent } = holding();
    const at = T0 + 48 * BAR_MS;
    const held = position({ tradeId: intent.tradeId, quantity: "25" });
    const outcome = bot.after(bars(at, { BTCUSDT: 100 }), valued(at, { positions: [held] })).when(deadline(at));
    const [exit] = intents(outcome) as [Intent];
    expect(exit).toMatchObject({ purpose: "EXIT", quantity: "25", reason: expect.stringMatching(/^EXIT_TIME: /) });
    expect(outcome.emitted("cycle.completed")).toEqual([]);
    const end = bot.after(bars(at, { BTCUSDT: 100 }), valued(at, { positions: [held] }), deadline(at)).when(settled(exit));
    expect(end.emitted("cycle.completed")[0]).toMatchObject({ outcome: "EXPIRED", requested: 1, settled: 1, missing: ["ai_engine"] });
  });

  it("without a portfolio closes only what is beyond its stop", () => {
    const { bot } = holding();
    const at = T0 + 48 * BAR_MS;
    expect(intents(bot.after(bars(at, { BTCUSDT: 100 })).when(deadline(at)))).toEqual([]);
    expect(intents(bot.after(bars(at, { BTCUSDT: 98 })).when(deadline(at)))[0]?.reason).toMatch(/^EXIT_STOP: /);
  });

  it("means nothing to a cycle that has its answers or is over", () => {
    ready
      .after(cycleBars, signals(T0, [signal()]), valued(T0))
      .when(deadline())
      .then([]);
    ready.after(cycleBars, signals(T0, []), valued(T0)).when(deadline()).then([]);
    ready
      .after(cycleBars)
      .when(deadline(T0 - BAR_MS))
      .then([]);
  });

  it("asks for nothing when the service is off", () => {
    const { bot } = holding();
    const at = T0 + BAR_MS;
    const outcome = bot.after(bars(at, { BTCUSDT: 98 })).when(woken("cycle.deadline", { cycle: at }, { cycle: at, mode: "OFF" }));
    expect(intents(outcome)).toEqual([]);
    expect(outcome.emitted("cycle.completed")[0]).toMatchObject({ outcome: "EXPIRED" });
  });
});

describe("a newer bar", () => {
  const next = bars(T0 + BAR_MS, { BTCUSDT: 100, ETHUSDT: 50 });

  it("ends a cycle that is still gathering, like its deadline", () => {
    const outcome = ready.after(cycleBars).when(next);
    expect(outcome.emitted("cycle.completed")).toMatchObject([{ outcome: "EXPIRED", missing: ["ai_engine", "portfolio_intelligence"] }]);
    expect(outcome.state.trading?.at).toBe(T0 + BAR_MS);
  });

  it("closes what must be closed for a cycle that is still gathering, and ends it all the same", () => {
    const { bot, intent } = holding();
    const at = T0 + 48 * BAR_MS;
    const held = position({ tradeId: intent.tradeId, quantity: "25" });
    const outcome = bot.after(bars(at, { BTCUSDT: 100 }), valued(at, { positions: [held] })).when(bars(at + BAR_MS, { BTCUSDT: 100 }));
    expect(intents(outcome)).toHaveLength(1);
    expect(outcome.emitted("cycle.completed")).toMatchObject([{ outcome: "EXPIRED", requested: 1, settled: 0 }]);
  });

  it("ends a cycle whose orders are not settled, keeps the orders and blocks their symbols until they are", () => {
    const asked = ready.after(cycleBars, signals(T0, [signal()]), valued(T0));
    const [intent] = intents(ready.when(cycleBars, signals(T0, [signal()]), valued(T0))) as [Intent];
    const outcome = asked.when(next);
    expect(outcome.emitted("cycle.completed")).toMatchObject([{ outcome: "EXPIRED", requested: 1, settled: 0 }]);
    expect(outcome.emitted("alert.raised")).toMatchObject([{ severity: "CRITICAL", code: "ORDERS_UNSETTLED" }]);
    const blocked = asked.after(next).when(signals(T0 + BAR_MS, [signal()]), valued(T0 + BAR_MS));
    expect(blocked.emitted("cycle.completed")[0]?.skips).toMatchObject([{ symbol: "BTCUSDT", code: "POSITION_OPEN" }]);
    const free = asked.after(next, settled(intent, "REJECTED")).when(signals(T0 + BAR_MS, [signal()]), valued(T0 + BAR_MS));
    expect(intents(free)).toHaveLength(1);
  });
});

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
    const fill = {
      exchangeTradeId: "1",
      clientOrderId: "c",
      symbol: "BTCUSDT",
      side: "SELL" as const,
      quantity: "25",
      price: "99",
      feeUsd: "0",
      realisedPnlUsd: "-25",
      maker: false,
      filledAt: minute - 1,
    };
    const stopped = event("order.filled", { tradeId: intent.tradeId, leg: "STOP", fill });
    expect(intents(bot.after(stopped).when(bars(minute, { BTCUSDT: 98.9 }, false)))).toEqual([]);
    const entry = event("order.filled", { tradeId: intent.tradeId, leg: "ENTRY", fill });
    expect(intents(bot.after(entry).when(bars(minute, { BTCUSDT: 98.9 }, false)))).toHaveLength(1);
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

describe("an exception", () => {
  const boom = new Error("boom");
  const failed = (input: Parameters<typeof failureEffects>[0]) => kinds(failureEffects(input, boom));

  it("is said, and the promise of one end per bar is kept", () => {
    expect(failed(cycleBars)).toEqual(["trading.cycleFailed", "cycle.completed", "cycles"]);
    expect(failed(signals(T0, []))).toEqual(["trading.cycleFailed"]);
    expect(failed(deadline())).toEqual(["trading.cycleFailed", "cycle.abandon"]);
    expect(failed(woken("cycle.abandon", { cycle: T0 }))).toEqual(["trading.cycleFailed"]);
    expect(failed(settled({ intentId: "i", tradeId: "t", symbol: "BTCUSDT", purpose: "ENTRY", quantity: "1" }))).toEqual([
      "trading.cycleFailed",
      "cycle.abandon",
    ]);
  });

  it("lets the cycle be given up without asking any rule", () => {
    const { bot } = holding();
    const at = T0 + BAR_MS;
    const gathering = bot.after(bars(at, { BTCUSDT: 90 }));
    for (const cycle of [at, null]) {
      const outcome = gathering.when(woken("cycle.abandon", { cycle }));
      expect(intents(outcome)).toEqual([]);
      expect(outcome.emitted("cycle.completed")).toMatchObject([{ outcome: "EXPIRED", missing: ["ai_engine", "portfolio_intelligence"] }]);
      expect(outcome.state.trading).toBeNull();
    }
    gathering.when(woken("cycle.abandon", { cycle: T0 })).then([]);
    gathering.when(woken("other", null)).then([]);
  });
});
