import type { Core } from "@quantum/types";
import { NAME } from "./alert.ts";
import { decide } from "./decide.ts";
import { DEFAULT_SETTINGS, type PortfolioSettings } from "./limits.ts";
import { initialState, type PortfolioState } from "./state.ts";

export { DEFAULT_SETTINGS, type PortfolioSettings } from "./limits.ts";
export type { PortfolioState } from "./state.ts";
export { positionsOf, valuation } from "./valuation.ts";
export { accountTotals } from "./wallet.ts";

/** The exact ledger: fills and funding in, positions, equity, exposure and R out. */
export function createPortfolioCore(settings: PortfolioSettings = DEFAULT_SETTINGS): Core<PortfolioState> {
  return {
    name: NAME,
    consumes: [
      "order.cleared",
      "order.submitted",
      "order.cancelled",
      "order.rejected",
      "order.filled",
      "funding.paid",
      "account.synced",
      "quotes.observed",
      "bars.closed",
    ],
    emits: ["trade.opened", "trade.closed", "portfolio.valued", "alert.raised"],
    initial: initialState,
    decide: (state, input) => decide(state, input, settings),
  };
}
