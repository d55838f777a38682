import type { EventData, MarketState, Strategy } from "@quantum/types";

/** What a market state permits. */
export interface Permission {
  readonly riskMode: EventData<"regime.classified">["riskMode"];
  readonly strategies: readonly Strategy[];
}

/**
 * MSC-05: what each state permits. Daring only in a strong rise; where moves are wild, aimless or falling fast, or nothing is known,
 * the desk is defensive. Reversion needs a range, trend following a trend, scalping calm.
 */
export const PERMISSIONS: Readonly<Record<MarketState, Permission>> = {
  BULL_STRONG: { riskMode: "AGGRESSIVE", strategies: ["TREND", "SCALPING"] },
  BULL_WEAK: { riskMode: "NORMAL", strategies: ["TREND", "SCALPING"] },
  BEAR_STRONG: { riskMode: "DEFENSIVE", strategies: ["TREND", "CONSERVATIVE"] },
  BEAR_WEAK: { riskMode: "NORMAL", strategies: ["TREND", "CONSERVATIVE"] },
  SIDEWAYS_TIGHT: { riskMode: "NORMAL", strategies: ["SCALPING", "MEAN_REVERSION"] },
  SIDEWAYS_WIDE: { riskMode: "NORMAL", strategies: ["MEAN_REVERSION"] },
  VOLATILE: { riskMode: "DEFENSIVE", strategies: ["CONSERVATIVE"] },
  CHOPPY: { riskMode: "DEFENSIVE", strategies: ["CONSERVATIVE"] },
  UNKNOWN: { riskMode: "DEFENSIVE", strategies: ["CONSERVATIVE"] },
};
