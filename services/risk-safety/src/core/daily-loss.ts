import { ENLARGING, Exact, equityOf, found, type Rule } from "./rule.ts";
import type { SafetyState, TradingDay } from "./state.ts";

/** RS-14: once the day's loss (realised and unrealised, against equity at 00:00 UTC) reached its limit, no entry until the next day. */
export const dailyLoss: Rule = {
  id: "RS-14",
  code: "DAILY_LOSS",
  applies: ENLARGING,
  check: ({ state, settings }) => {
    if (!state.day) return found(false, null, "equity at the start of the day is not known");
    const { startUsd, lossUsd } = todaysLoss(state, state.day);
    const passed = !state.day.lossReached && lossUsd.lt(startUsd.times(settings.dailyLossRatio));
    const reason = state.day.lossReached
      ? "the limit was reached earlier today"
      : "loss since the start of the day as a share of equity then";
    return { passed, observed: lossUsd.div(startUsd).toNumber(), limit: settings.dailyLossRatio, reason };
  },
};

/** What was lost since the start of the day, exact; negative is a gain. */
export function todaysLoss(state: Readonly<SafetyState>, day: TradingDay): { startUsd: Exact; lossUsd: Exact } {
  const startUsd = new Exact(day.equityUsd);
  return { startUsd, lossUsd: startUsd.minus(equityOf(state)) };
}
