import { constraintAt, hearDirective, riskModeAt } from "@quantum/roster";
import type { Effect, FleetEvent } from "@quantum/types";
import type { UniverseState } from "./state.ts";

const CORE_ONLY = "coreSymbolsOnly";
const RECEIVER = { name: "universe_os", understands: [CORE_ONLY] };

/** Takes a directive, or refuses it, and says so. The next answer to a cycle obeys it. */
export function onDirective(state: UniverseState, input: FleetEvent<"directive.issued">): Effect[] {
  const before = state.directives.held.length;
  const effects = hearDirective(state.directives, input, RECEIVER);
  if (state.directives.held.length > before) state.refreshWanted = true;
  return effects;
}

/**
 * Whether anything that binds for a cycle allows CORE symbols only: SAFE always does, and a constraint that is neither true nor false is taken as
 * true: what is not understood restricts.
 */
export function coreOnlyAt({ directives, roster }: Readonly<UniverseState>, cycle: number): boolean {
  const asked = constraintAt(directives, CORE_ONLY, { roster, cycle });
  return riskModeAt(directives, roster, cycle) === "SAFE" || asked.some((value) => value !== false && value !== "false");
}
