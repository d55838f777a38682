import type { Desk, Finding } from "./desk.ts";
import type { OpenTrade } from "./state.ts";

/** TB-12: a trade ends after so many bars. */
export function timeExit(trade: OpenTrade, { settings }: Pick<Desk, "settings">): Finding {
  const limit = settings.maxHeldBars;
  return {
    rule: "TB-12",
    passed: trade.barsHeld < limit,
    observed: trade.barsHeld,
    limit,
    reason: `held for ${trade.barsHeld} bars of ${limit}`,
  };
}
