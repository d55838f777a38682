import { binds, type Effect, emit, type FleetEvent } from "@quantum/types";
import type { Directive, UniverseState } from "./state.ts";

const NAME = "universe_os";

/** Keeps a directive that is meant for this service and binds, and answers it. The next answer to a cycle obeys it. */
export function onDirective(state: UniverseState, input: FleetEvent<"directive.issued">): Effect[] {
  const { directiveId, targets, expiresAt, by, reason } = input.data;
  if (targets.length > 0 && !targets.includes(NAME)) return [];
  const coreSymbolsOnly = asksForCoreOnly(input.data);
  if (expiresAt <= Math.max(input.at, state.lastCloseAt)) return [answer(directiveId, false, "it had expired when it came")];
  if (!binds(input.mode)) return [answer(directiveId, false, `${input.source} is ${input.mode}, so its word does not bind`)];
  const directive: Directive = { coreSymbolsOnly, expiresAt, by, reason };
  const known = Object.hasOwn(state.directives, directiveId) ? state.directives[directiveId] : undefined;
  if (known !== undefined && JSON.stringify(known) === JSON.stringify(directive)) return [];
  state.directives[directiveId] = directive;
  state.refreshWanted = true;
  return [answer(directiveId, true, coreSymbolsOnly ? "only CORE symbols from the next cycle on" : "looked at anew in the next cycle")];
}

/** Forgets what has expired; true when that changed anything. */
export function expireDirectives(state: UniverseState, at: number): boolean {
  const expired = Object.entries(state.directives).filter(([, { expiresAt }]) => expiresAt <= at);
  for (const [directiveId] of expired) delete state.directives[directiveId];
  return expired.length > 0;
}

/** Whether any directive that holds at `at` allows CORE symbols only: the most restrictive one wins. */
export function coreOnlyNow(state: Readonly<UniverseState>, at: number): boolean {
  return Object.values(state.directives).some(({ coreSymbolsOnly, expiresAt }) => coreSymbolsOnly && expiresAt > at);
}

/** SAFE always means CORE only. A constraint that is neither true nor false is taken as true: what is not understood restricts. */
function asksForCoreOnly({ riskMode, constraints }: FleetEvent<"directive.issued">["data"]): boolean {
  const asked = Object.hasOwn(constraints, "coreSymbolsOnly") ? constraints.coreSymbolsOnly : false;
  return riskMode === "SAFE" || (asked !== false && asked !== "false");
}

function answer(directiveId: string, obeyed: boolean, reason: string): Effect {
  return emit("directive.acknowledged", { directiveId, service: NAME, obeyed, reason });
}
