import type { Decision, Effect, Input } from "@quantum/types";
import type { PortfolioSettings } from "./limits.ts";
import { onAccount, onFunding } from "./on-account.ts";
import { onBars, onQuotes } from "./on-market.ts";
import { onCleared, onFilled, onStopGone, onSubmitted } from "./on-order.ts";
import type { PortfolioState } from "./state.ts";

/** What each input does to the ledger. */
export function decide(state: PortfolioState, input: Input, settings: PortfolioSettings): Decision<PortfolioState> {
  return { state, effects: effectsOf(state, input, settings) };
}

function effectsOf(state: PortfolioState, input: Input, settings: PortfolioSettings): Effect[] {
  switch (input.type) {
    case "order.cleared":
      return onCleared(state, input);
    case "order.submitted":
      return onSubmitted(state, input);
    case "order.cancelled":
    case "order.rejected":
      return onStopGone(state, input);
    case "order.filled":
      return onFilled(state, input);
    case "funding.paid":
      return onFunding(state, input);
    case "account.synced":
      return onAccount(state, input, settings);
    case "quotes.observed":
      return onQuotes(state, input);
    case "bars.closed":
      return onBars(state, input, settings);
    default:
      return [];
  }
}
