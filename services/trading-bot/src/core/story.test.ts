import { describe, expect, it } from "@jest/globals";
import { given } from "@quantum/test-kit";
import { BAR_MS, bars, listed, position, signal, signals, T0, trade, valued } from "../../test/scenario.ts";
import { createTradingBotCore } from "./index.ts";

const bot = given(createTradingBotCore()).after(listed(["BTCUSDT"]));

describe("the story of an order", () => {
  it("tells of an entry who said what, the levels, the size and every rule with its figures", () => {
    const outcome = bot.when(bars(T0, { BTCUSDT: 100 }), signals(T0, [signal()]), valued(T0));
    const [row] = outcome.stored("decisions");
    const intent = outcome.emitted("order.requested")[0]?.intent;
    expect(row).toMatchObject({ at: T0, cycle: T0, trade_id: intent?.tradeId, symbol: "BTCUSDT", purpose: "ENTRY", rank: 1 });
    expect(row?.story).toMatchObject({
      intent,
      binding: true,
      requested: true,
      code: null,
      signal: { confidence: 0.8, votes: [{ slot: "XGB", probabilityUp: 0.9 }] },
      stopAndTarget: { rule: "TB-08", stopRatio: 0.01, stopPrice: "99", takeProfitPrice: "101.5" },
      sizing: { rule: "TB-09", equityUsd: "10000", riskUsd: "50", quantityByRisk: "50", quantityByNotional: "25", leverage: 3 },
      participants: [
        { service: "ai_engine", mode: "ENFORCED", binding: true },
        { service: "portfolio_intelligence", mode: "ENFORCED", binding: true },
        { service: "trading_bot", mode: "ENFORCED", binding: true },
      ],
    });
    const story = row?.story as { rules: { module: string; rule: string; passed: boolean }[] } | undefined;
    expect(story?.rules.map(({ rule }) => rule)).toEqual(["TB-01", "TB-07", "TB-05", "TB-06", "TB-02", "TB-03", "TB-04", "TB-09"]);
    expect(story?.rules.every(({ module, passed }) => module === "trading_bot" && passed)).toBe(true);
  });

  it("tells of an exit the rule that ended the trade and those that did not", () => {
    const at = T0 + 48 * BAR_MS;
    const outcome = bot
      .state((before) => ({ ...before, trades: { t1: trade() } }))
      .when(bars(at, { BTCUSDT: 100 }), signals(at, [signal()]), valued(at, { positions: [position()] }));
    const [row] = outcome.stored("decisions");
    expect(row).toMatchObject({
      trade_id: "t1",
      purpose: "EXIT",
      rank: null,
      story: { code: "EXIT_TIME", trade: { tradeId: "t1", barsHeld: 48 } },
    });
    const story = row?.story as { rules: { rule: string; passed: boolean }[] } | undefined;
    expect(story?.rules.map(({ rule, passed }) => [rule, passed])).toEqual([
      ["TB-10", true],
      ["TB-11", true],
      ["TB-12", false],
    ]);
  });
});
