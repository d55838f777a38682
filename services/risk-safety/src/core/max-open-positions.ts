import { exposedSymbols } from "./exposure.ts";
import { atMost, ENLARGING, type Rule } from "./rule.ts";

/** RS-13: at most so many symbols are held or being entered. */
export const maxOpenPositions: Rule = {
  id: "RS-13",
  code: "MAX_POSITIONS",
  applies: ENLARGING,
  check: ({ intent, state, settings }) =>
    atMost(
      new Set([...exposedSymbols(state), intent.symbol]).size,
      settings.maxOpenPositions,
      "symbols held or being entered after the order",
    ),
};
