import { binds, type Effect, emit, type FleetEvent, type RiskMode } from "@quantum/types";
import { NAME } from "./name.ts";
import { moreCareful } from "./risk-mode.ts";
import type { PalState } from "./state.ts";

/** Keeps a directive that is meant for this service and binds, and answers it once. The next answer to a cycle obeys it. */
export function onDirective(state: PalState, input: FleetEvent<"directive.issued">): Effect[] {
  const { directiveId, targets, expiresAt, riskMode } = input.data;
  if (targets.length > 0 && !targets.includes(NAME)) return [];
  if (expiresAt <= Math.max(input.at, state.wait.last)) return [answer(directiveId, false, "it had expired when it came")];
  if (!binds(input.mode)) return [answer(directiveId, false, `${input.source} is ${input.mode}, so its word does not bind`)];
  if (riskMode === null) return [answer(directiveId, true, "nothing in it is about amplification")];
  const known = Object.hasOwn(state.directives, directiveId) ? state.directives[directiveId] : undefined;
  if (known?.riskMode === riskMode && known.expiresAt === expiresAt) return [];
  state.directives[directiveId] = { riskMode, expiresAt };
  return [answer(directiveId, true, `${riskMode} from the next cycle on`)];
}

/** The risk mode that holds at this moment: the most careful of all that are in force; NORMAL without one. What has expired is forgotten. */
export function riskModeAt(state: PalState, at: number): RiskMode {
  let held: RiskMode | null = null;
  for (const [directiveId, { riskMode, expiresAt }] of Object.entries(state.directives)) {
    if (expiresAt <= at) delete state.directives[directiveId];
    else held = held === null ? riskMode : moreCareful(held, riskMode);
  }
  return held ?? "NORMAL";
}

function answer(directiveId: string, obeyed: boolean, reason: string): Effect {
  return emit("directive.acknowledged", { directiveId, service: NAME, obeyed, reason });
}
