import { ROSTER_EVENTS } from "@quantum/roster";
import type { Core } from "@quantum/types";
import { decide } from "./decide.ts";
import { LIMITS, type UniverseSettings } from "./limits.ts";
import { initialState, type UniverseState } from "./state.ts";

export { LIMITS, type UniverseSettings, WEIGHTS } from "./limits.ts";
export { showSymbol } from "./show-symbol.ts";
export type { UniverseState } from "./state.ts";

/** The core: which symbols may be traded, and why each is in or out. */
export function createUniverseOsCore(settings: UniverseSettings = LIMITS): Core<UniverseState> {
  return {
    name: "universe_os",
    consumes: [
      ...ROSTER_EVENTS,
      "directive.issued",
      "fleet.coordinated",
      "account.synced",
      "opportunities.ranked",
      "instruments.listed",
      "bars.backfilled",
      "quotes.observed",
      "bars.closed",
    ],
    emits: ["universe.updated", "directive.acknowledged"],
    initial: () => initialState(settings.interval ?? null),
    decide: (state, input) => decide(state, input, settings),
  };
}
