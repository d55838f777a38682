import { ROSTER_EVENTS } from "@quantum/roster";
import type { Core } from "@quantum/types";
import { decide } from "./decide.ts";
import { DEFAULT_SETTINGS, type HfosSettings } from "./limits.ts";
import { NAME } from "./name.ts";
import { PARTICIPANTS } from "./participants.ts";
import { type HfosState, initialState } from "./state.ts";

export { unacknowledged } from "./directives.ts";
export { DEFAULT_SETTINGS, type HfosSettings, LIMITS } from "./limits.ts";
export { mayBeSetAside, type PersonSays } from "./on-person.ts";
export { MODULES, RECEIVERS } from "./participants.ts";
export { meet, RESTRAINTS, rankOf, TOP } from "./restraints.ts";
export type { HfosState } from "./state.ts";

/** AI-HFOS: answers each cycle with the risk mode, what the desk is held to, and where modules contradict each other. */
export function createAiHfosCore(settings: HfosSettings = DEFAULT_SETTINGS): Core<HfosState> {
  return {
    name: NAME,
    consumes: [
      ...ROSTER_EVENTS,
      "bars.backfilled",
      "bars.closed",
      ...PARTICIPANTS.map(({ word }) => word),
      "trades.reviewed",
      "directive.issued",
      "directive.acknowledged",
    ],
    emits: ["fleet.coordinated", "directive.issued", "directive.acknowledged", "alert.raised"],
    initial: initialState,
    decide: (state, input) => decide(state, input, settings),
  };
}
