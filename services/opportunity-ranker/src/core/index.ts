import { ROSTER_EVENTS } from "@quantum/roster";
import type { Core } from "@quantum/types";
import { decide } from "./decide.ts";
import { LIMITS, type RankerSettings } from "./limits.ts";
import { initialState, type RankerState } from "./state.ts";

export { slopeOf } from "./calibration.ts";
export { LIMITS, type RankerSettings } from "./limits.ts";
export { type DayOfRanks, rankCorrelationOf } from "./rank-correlation.ts";
export type { RankerState } from "./state.ts";

/** The core: what every symbol and side is expected to bring after all costs, best first. */
export function createOpportunityRankerCore(settings: RankerSettings = LIMITS): Core<RankerState> {
  return {
    name: "opportunity_ranker",
    consumes: [
      ...ROSTER_EVENTS,
      "regime.classified",
      "signals.generated",
      "instruments.listed",
      "bars.backfilled",
      "quotes.observed",
      "bars.closed",
    ],
    emits: ["opportunities.ranked"],
    initial: () => initialState(settings.interval ?? null),
    decide: (state, input) => decide(state, input, settings),
  };
}
