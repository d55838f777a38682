import { describe, expect, it } from "@jest/globals";
import { woken } from "@quantum/test-kit";
import type { Intent } from "@quantum/types";
import { cycleBars, deadline, holding, intents, kinds, ready } from "../../test/bot.ts";
import { BAR_MS, bars, position, settled, signal, signals, T0, valued } from "../../test/scenario.ts";
import { failureEffects } from "./failure.ts";

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
