import { constraintAt, hearDirective, riskModeAt } from "@quantum/roster";
import type { Effect, FleetEvent, RiskMode } from "@quantum/types";
import { NAME } from "./name.ts";
import type { PalState } from "./state.ts";

const AMPLIFICATION = "allowAmplification";
const RECEIVER = { name: NAME, understands: [AMPLIFICATION] };

/** Takes a directive, or refuses it, and says so. The next answer to a cycle obeys it. */
export function onDirective(state: PalState, input: FleetEvent<"directive.issued">): Effect[] {
  return hearDirective(state.directives, input, RECEIVER);
}

/** The risk mode of a cycle. A directive that does not plainly allow amplification means SAFE to this service. */
export function riskModeOf({ directives, roster }: Readonly<PalState>, cycle: number): RiskMode {
  const allowed = constraintAt(directives, AMPLIFICATION, { roster, cycle }).every((value) => value === true || value === "true");
  return allowed ? riskModeAt(directives, roster, cycle) : "SAFE";
}
