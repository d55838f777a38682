import { describe, expect, it } from "@jest/globals";
import { event } from "@quantum/test-kit";
import type { Intent } from "@quantum/types";
import { cycleBars, eth, intents, kinds, ready } from "../../test/bot.ts";
import { BAR_MS, bars, refused, settled, signal, signals, T0, valued } from "../../test/scenario.ts";

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
