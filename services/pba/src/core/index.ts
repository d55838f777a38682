import { ROSTER_EVENTS } from "@quantum/roster";
import type { Core } from "@quantum/types";
import { decide } from "./decide.ts";
import { DEFAULT_SETTINGS, type PbaSettings } from "./limits.ts";
import { NAME } from "./name.ts";
import { initialState, type PbaState } from "./state.ts";

export { type Assessment, assess, inspect } from "./assess.ts";
export { exposureAllowed } from "./directives.ts";
export { DEFAULT_SETTINGS, type PbaSettings } from "./limits.ts";
export { currentPortfolio } from "./portfolio.ts";
export type { Proposal } from "./review.ts";
export type { HeldPosition, PbaState, Portfolio } from "./state.ts";

/** The Portfolio Balancer: reviews each cycle's proposals as one list against the limits of the whole book. */
export function createPbaCore(settings: PbaSettings = DEFAULT_SETTINGS): Core<PbaState> {
  return {
    name: NAME,
    consumes: [
      "trades.proposed",
      "portfolio.valued",
      "bars.closed",
      "bars.backfilled",
      "instruments.listed",
      "directive.issued",
      "fleet.coordinated",
      ...ROSTER_EVENTS,
    ],
    emits: ["trades.reviewed", "directive.acknowledged"],
    initial: initialState,
    decide: (state, input) => decide(state, input, settings),
  };
}
