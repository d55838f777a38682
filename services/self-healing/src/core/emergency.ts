import { deriveId, type Effect, emit } from "@quantum/types";
import type { HealingSettings } from "./limits.ts";
import type { HealingState } from "./state.ts";

/** SH-13: the gateway cannot be brought back for minutes while positions are open: ess, which has its own way to the exchange, is asked to close. Once. */
export function checkEmergency(state: HealingState, nowMs: number, given: { settings: HealingSettings; acts: boolean }): Effect[] {
  const incident = state.incidents.execution;
  if (!incident) {
    state.emergencyAskedMs = null;
    return [];
  }
  // Positions that nobody has told of may be there.
  const open = state.openPositions === null || state.openPositions > 0;
  const downMs = nowMs - incident.sinceMs;
  if (!open || state.emergencyAskedMs !== null || downMs < given.settings.emergencyAfterMs) return [];
  state.emergencyAskedMs = nowMs;
  const reason = `execution cannot be brought back for ${Math.round(downMs / 1000)} s with ${state.openPositions ?? "an unknown number of"} positions open`;
  const decided = emit("healing.decided", {
    incidentId: incident.incidentId,
    service: "ess",
    rule: "SH-13",
    action: "EMERGENCY",
    carriedOut: given.acts,
    observed: downMs,
    limit: given.settings.emergencyAfterMs,
    reason,
  });
  if (!given.acts) return [decided];
  const callId = deriveId(incident.incidentId, "emergency");
  return [decided, { kind: "call", callId, name: "emergency", request: { reason } }];
}
