import type { Desk, Finding } from "./desk.ts";
import type { OpenTrade } from "./state.ts";

/** TB-12: a trade ends after so many bars; while pal binds and lets it be held longer, after as many as it says. */
export function timeExit(trade: OpenTrade, { settings, words: { amplification } }: Pick<Desk, "settings" | "words">): Finding {
  const advice = amplification?.advice.filter(({ tradeId, symbol }) => tradeId === trade.tradeId && symbol === trade.symbol) ?? [];
  // Said twice, the shorter one counts.
  const heldUntil = Math.min(...advice.map(({ holdUntilBars }) => holdUntilBars ?? 0));
  const limit = advice.length === 0 ? settings.maxHeldBars : Math.max(settings.maxHeldBars, heldUntil);
  return {
    rule: "TB-12",
    passed: trade.barsHeld < limit,
    observed: trade.barsHeld,
    limit,
    reason: `held for ${trade.barsHeld} bars of ${limit}`,
  };
}
