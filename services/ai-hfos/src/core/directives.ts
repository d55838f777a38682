import { isEnforced } from "@quantum/roster";
import { deriveId, type Effect, emit, type FleetEvent, type Input, type RiskMode } from "@quantum/types";
import { alert } from "./alert.ts";
import { LIMITS } from "./limits.ts";
import { NAME } from "./name.ts";
import { RECEIVERS, receiversOn } from "./participants.ts";
import { RESTRAINTS } from "./restraints.ts";
import type { Directive, HfosState } from "./state.ts";

/** Who wants this risk mode, why, and until when at the latest. */
export interface Order {
  readonly riskMode: RiskMode;
  readonly by: string;
  readonly reason: string;
  /** Null: as long as its cause lasts. */
  readonly expiresAt: number | null;
}

/**
 * HF-11: while the risk mode is another one than NORMAL there is exactly one directive that says so. It is said again, under the same id, before it expires;
 * one of another risk mode ends it. In place.
 */
export function orderDirective(state: HfosState, input: Input, order: Order): Effect[] {
  const { wait, stepMs, directive } = state;
  // The market time of cycles: no wrong clock anywhere else moves an end.
  const at = wait.last;
  const binding = isEnforced(state.roster, NAME);
  const ends = Math.min(order.expiresAt ?? Number.MAX_SAFE_INTEGER, at + Math.max(LIMITS.directiveMs, LIMITS.directiveCycles * stepMs));
  if (directive !== null && directive.riskMode === order.riskMode && directive.by === order.by && directive.binding === binding) {
    const stale = directive.expiresAt - at <= (directive.expiresAt - directive.saidAt) / 2 && ends > directive.expiresAt;
    return stale ? issue(state, { ...directive, saidAt: at, expiresAt: ends }) : [];
  }
  endDirective(state, at);
  if (order.riskMode === "NORMAL") return [];
  const { minConfidence, maxGrossRatio, coreSymbolsOnly, allowAmplification, sizeFactor } = RESTRAINTS[order.riskMode];
  const constraints = { minConfidence, maxGrossRatio, coreSymbolsOnly, allowAmplification, sizeFactor };
  state.counts.directives += 1;
  return issue(state, {
    // Not by the input: who was the last to speak in a cycle is nobody's business.
    directiveId: deriveId(NAME, "directive", input.type === "feed" ? input.id : wait.last, order.riskMode),
    riskMode: order.riskMode,
    constraints,
    by: order.by,
    reason: order.reason,
    issuedAt: at,
    saidAt: at,
    expiresAt: ends,
    cycle: wait.last,
    binding,
    acknowledged: {},
    endedAt: null,
    alerted: false,
  });
}

/** The directive in force ends: it is no longer listed, and those who receive it forget it with the next answer. In place. */
export function endDirective(state: HfosState, at: number): void {
  if (state.directive === null) return;
  state.past.push({ ...state.directive, endedAt: at });
  state.past.splice(0, Math.max(0, state.past.length - LIMITS.keptDirectives));
  state.directive = null;
}

function issue(state: HfosState, directive: Directive): Effect[] {
  state.directive = directive;
  const { directiveId, riskMode, constraints, expiresAt, by, reason } = directive;
  return [
    emit("directive.issued", { directiveId, targets: [...RECEIVERS], riskMode, constraints, expiresAt, by, reason }, directive.cycle),
  ];
}

/** A receiver answers. One that refuses what binds is told of at once. In place. */
export function onAcknowledged(state: HfosState, { data, source, at }: FleetEvent<"directive.acknowledged">): Effect[] {
  const directive = [state.directive, ...state.past].find((one) => one?.directiveId === data.directiveId);
  if (!directive || source !== data.service || source === NAME || !RECEIVERS.includes(source)) return [];
  directive.acknowledged[source] = { obeyed: data.obeyed, reason: data.reason, at };
  if (data.obeyed || !directive.binding) return [];
  return [alert("DIRECTIVE_REFUSED", `${source} does not obey directive ${data.directiveId}: ${data.reason}`)];
}

/** Receivers that are there and have not said that they obey what binds. */
export function unacknowledged({ directive, roster }: Readonly<HfosState>): string[] {
  if (directive === null || !directive.binding) return [];
  return receiversOn(roster).filter((service) => directive.acknowledged[service] === undefined);
}

/** True in the one cycle after a directive was issued in which its receivers may still be on their way to acknowledge it. */
export function awaitsAcknowledgement(state: Readonly<HfosState>): boolean {
  const { directive, wait, stepMs } = state;
  return directive !== null && wait.open !== null && wait.open <= directive.cycle + stepMs && unacknowledged(state).length > 0;
}

/** Those who did not acknowledge in time are named once. In place. */
export function tellUnacknowledged(state: HfosState): Effect[] {
  const { directive, wait } = state;
  const silent = unacknowledged(state);
  if (directive === null || directive.alerted || silent.length === 0 || (wait.open ?? 0) <= directive.cycle) return [];
  directive.alerted = true;
  return [
    alert(
      "DIRECTIVE_UNACKNOWLEDGED",
      `${silent.join(", ")} did not acknowledge directive ${directive.directiveId} (${directive.riskMode})`,
    ),
  ];
}
