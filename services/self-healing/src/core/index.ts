import { ROSTER_EVENTS } from "@quantum/roster";
import type { Core } from "@quantum/types";
import { decide } from "./decide.ts";
import { DEFAULT_SETTINGS, type HealingSettings } from "./limits.ts";
import { NAME } from "./name.ts";
import { type HealingState, initialState } from "./state.ts";

export { LOOK } from "./decide.ts";
export { DEFAULT_SETTINGS, type HealingSettings, LIMITS } from "./limits.ts";
export { NAME } from "./name.ts";
export type { FleetSeen, Run, SeenRow, SeenService } from "./seen.ts";
export type { ClosedIncident, HealingState, Incident } from "./state.ts";

/** Self-Healing: decides from looks at the fleet what is wrong with whom, and what is done about it. */
export function createSelfHealingCore(settings: HealingSettings = DEFAULT_SETTINGS): Core<HealingState> {
  return {
    name: NAME,
    consumes: [...ROSTER_EVENTS, "alert.raised", "portfolio.valued", "directive.issued", "fleet.coordinated", "cycle.completed"],
    emits: ["incident.opened", "incident.closed", "healing.decided", "pause.asked", "alert.raised", "directive.acknowledged"],
    initial: initialState,
    decide: (state, input) => decide(state, input, settings),
  };
}
