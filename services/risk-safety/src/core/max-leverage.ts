import { atMost, ENLARGING, type Rule } from "./rule.ts";

/** RS-09: leverage is at most ours and at most the exchange's for the symbol. */
export const maxLeverage: Rule = {
  id: "RS-09",
  code: "MAX_LEVERAGE",
  applies: ENLARGING,
  check: ({ intent, state, settings }) => {
    const listed = state.instruments[intent.symbol]?.maxLeverage;
    return atMost(intent.leverage, Math.min(settings.maxLeverage, listed ?? settings.maxLeverage), "leverage");
  },
};
