import { atMost, type Case, ENLARGING, found, type Rule } from "./rule.ts";

/** RS-06: the decision is at most some bars older than the newest bar, and the symbol's last price is as fresh. */
export const staleData: Rule = {
  id: "RS-06",
  code: "STALE_DATA",
  applies: ENLARGING,
  check: (order) => {
    const { intent, state, settings, at } = order;
    if (state.barMs === null) return found(false, null, "no trading bar was seen yet");
    const price = state.prices[intent.symbol];
    if (!price) return found(false, null, `no price of ${intent.symbol} was seen yet`);
    if (intent.decidedAt > newest(order)) return found(false, intent.decidedAt, "the decision is from the future");
    const oldestUsedAt = Math.min(intent.decidedAt, price.at);
    const allowedMs = settings.maxDecisionAgeBars * state.barMs;
    const decision = atMost(
      state.newestBarAt - oldestUsedAt,
      allowedMs,
      "age of the decision or of the last price in ms, against the newest bar",
    );
    return decision.passed ? atMost(at - price.at, allowedMs + state.barMs, "age of the last price in ms, against now") : decision;
  },
};

function newest({ state, at }: Case): number {
  return Math.max(state.newestBarAt, at);
}
