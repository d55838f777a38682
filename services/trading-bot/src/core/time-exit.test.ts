import { describe, expect, it } from "@jest/globals";
import { given } from "@quantum/test-kit";
import { BAR_MS, bars, desk, position, signals, T0, trade, valued } from "../../test/scenario.ts";
import { createTradingBotCore } from "./index.ts";
import { timeExit } from "./time-exit.ts";

describe("TB-12 time exit", () => {
  it("ends a trade at its forty-eighth bar and not at its forty-seventh", () => {
    expect(timeExit(trade({ barsHeld: 47 }), desk())).toMatchObject({ rule: "TB-12", passed: true, observed: 47, limit: 48 });
    expect(timeExit(trade({ barsHeld: 48 }), desk()).passed).toBe(false);
  });

  it("counts the bars since the one behind the entry", () => {
    const bot = given(createTradingBotCore()).state((before) => ({ ...before, trades: { t1: trade() } }));
    const after = (count: number) => {
      const at = T0 + count * BAR_MS;
      return bot.when(bars(at, { BTCUSDT: 100 }), signals(at, []), valued(at, { positions: [position()] })).emitted("order.requested");
    };
    expect(after(47)).toEqual([]);
    expect(after(48)[0]?.intent.reason).toBe("EXIT_TIME: held for 48 bars of 48");
  });

  it("takes the portfolio's price when the symbol has no bar", () => {
    const at = T0 + 48 * BAR_MS;
    const bot = given(createTradingBotCore()).state((before) => ({ ...before, trades: { t1: trade() } }));
    const outcome = bot.when(bars(at, {}), signals(at, []), valued(at, { positions: [position({ markPrice: "97.5" })] }));
    expect(outcome.emitted("order.requested")[0]?.intent.referencePrice).toBe("97.5");
  });
});
