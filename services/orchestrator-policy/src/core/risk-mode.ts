import { binds, type Effect, emit, type FleetEvent, RISK_MODES, type RiskMode } from "@quantum/types";
import { LIMITS } from "./limits.ts";
import type { Directive, PolicyState } from "./state.ts";

const NAME = "orchestrator_policy";

/** Keeps a directive that is meant for this service and names a risk mode, and says whether it is obeyed. */
export function onDirective(state: PolicyState, input: FleetEvent<"directive.issued">): Effect[] {
  const { directiveId, targets, riskMode, expiresAt, by, reason } = input.data;
  if (targets.length > 0 && !targets.includes(NAME)) return [];
  if (state.directives.some((known) => known.directiveId === directiveId)) return [];
  if (riskMode === null) return [answer(directiveId, false, "it names no risk mode, and nothing else is for the policy to obey")];
  if (expiresAt <= input.at) return [answer(directiveId, false, "it had expired when it came")];
  const directive: Directive = { directiveId, at: input.at, riskMode, expiresAt, binding: binds(input.mode), by, reason };
  state.directives.push(directive);
  state.directives.sort(byAge);
  if (state.directives.length > LIMITS.keptDirectives) state.directives.shift();
  const obeyed = directive.binding;
  return [
    answer(
      directiveId,
      obeyed,
      obeyed ? `risk mode ${riskMode} until it expires` : `${input.source} is ${input.mode}, so its word does not bind`,
    ),
  ];
}

/**
 * OP-05: the risk mode is that of the last directive that has not expired; of two at the same time the more restrictive one. Without any it is NORMAL.
 * `heard`: which directives count.
 */
export function directiveNow(state: Readonly<PolicyState>, at: number, heard: (directive: Directive) => boolean): Directive | null {
  return state.directives.findLast((directive) => directive.expiresAt > at && directive.at <= at && heard(directive)) ?? null;
}

/** Forgets what has expired. In place. */
export function expireDirectives(state: PolicyState, at: number): void {
  state.directives = state.directives.filter(({ expiresAt }) => expiresAt > at);
}

/** The risk mode of a directive, or of none. */
export function riskModeOf(directive: Directive | null): RiskMode {
  return directive?.riskMode ?? "NORMAL";
}

function byAge(a: Directive, b: Directive): number {
  return a.at - b.at || RISK_MODES.indexOf(a.riskMode) - RISK_MODES.indexOf(b.riskMode) || (a.directiveId < b.directiveId ? -1 : 1);
}

function answer(directiveId: string, obeyed: boolean, reason: string): Effect {
  return emit("directive.acknowledged", { directiveId, service: NAME, obeyed, reason });
}
