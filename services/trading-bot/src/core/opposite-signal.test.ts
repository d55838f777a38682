import { describe, expect, it } from "@jest/globals";
import { given } from "@quantum/test-kit";
import { BAR_MS, bars, desk, position, signal, signals, T0, trade, valued } from "../../test/scenario.ts";
import { createTradingBotCore } from "./index.ts";
import { oppositeSignal } from "./opposite-signal.ts";

describe("TB-11 opposite signal", () => {
  const short = (confidence: number) => signal({ side: "SHORT", confidence });

  it("ends a trade at the confidence an entry needs, and not just below", () => {
    expect(oppositeSignal(trade(), short(0.55), desk())).toMatchObject({ rule: "TB-11", passed: false });
    expect(oppositeSignal(trade(), short(0.5499), desk())?.passed).toBe(true);
    expect(oppositeSignal(trade({ direction: "SHORT" }), signal(), desk())?.passed).toBe(false);
  });

  it("does not end a trade on its own side, on no side, or without a signal", () => {
    expect(oppositeSignal(trade(), signal(), desk())?.passed).toBe(true);
    expect(oppositeSignal(trade(), signal({ side: "NONE" }), desk())?.passed).toBe(true);
    expect(oppositeSignal(trade(), null, desk())).toBeNull();
  });

  it("counts only when ai_engine's word binds", () => {
    const at = T0 + BAR_MS;
    const bot = given(createTradingBotCore()).state((before) => ({ ...before, trades: { t1: trade() } }));
    const cycle = (mode: "OBSERVE" | "ENFORCED") =>
      bot.when(bars(at, { BTCUSDT: 100 }), signals(at, [short(0.9)], mode), valued(at, { positions: [position()] }));
    expect(cycle("ENFORCED").emitted("order.requested")[0]?.intent.reason).toMatch(/^EXIT_OPPOSITE_SIGNAL: /);
    expect(cycle("OBSERVE").emitted("order.requested")).toEqual([]);
  });
});
