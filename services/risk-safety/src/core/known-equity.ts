import { atMost, ENLARGING, equityOf, found, type Rule } from "./rule.ts";

/** RS-05: equity is known, positive and fresh; every other limit is a share of it. */
export const knownEquity: Rule = {
  id: "RS-05",
  code: "EQUITY_UNKNOWN",
  applies: ENLARGING,
  check: ({ state, at, settings }) => {
    if (!state.account) return found(false, null, "the exchange has not told equity yet");
    equityOf(state);
    return atMost(at - state.account.at, settings.maxEquityAgeMs, "age of equity in ms");
  },
};
