import type { Core } from "@quantum/types";
import { decide } from "./decide.ts";
import { type AelmSettings, DEFAULT_SETTINGS } from "./limits.ts";
import { NAME } from "./name.ts";
import { type AelmState, initialState } from "./state.ts";

export { type AelmSettings, DEFAULT_SETTINGS, LIMITS } from "./limits.ts";
export { planOrder } from "./plan.ts";
export type { AelmState, Plan, Shortfall } from "./state.ts";

/** The execution manager: plans how every cleared order is carried out, and measures what it cost. */
export function createAelmCore(settings: AelmSettings = DEFAULT_SETTINGS): Core<AelmState> {
  return {
    name: NAME,
    consumes: [
      ...(["order.cleared", "order.planned", "order.submitted", "order.filled", "order.settled"] as const),
      ...(["quotes.observed", "bars.closed", "bars.backfilled", "instruments.listed"] as const),
      ...(["portfolio.valued", "trade.closed"] as const),
    ],
    emits: ["order.planned", "shortfall.measured", "alert.raised"],
    initial: initialState,
    decide: (state, input) => decide(state, input, settings),
  };
}
