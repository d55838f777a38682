import { deriveId, type Effect, emit } from "@quantum/types";
import { noteError } from "./error-rate.ts";
import type { Finding } from "./finding.ts";
import { LIMITS } from "./limits.ts";
import { NAME } from "./name.ts";
import type { ClosedIncident, HealingState, Incident } from "./state.ts";

/** When something happens: real time, and the market's. */
export interface Moment {
  readonly nowMs: number;
  readonly at: number;
}

/** Opens an incident, or brings the evidence of the open one up to date. */
export function openIncident(state: HealingState, about: { service: string; finding: Finding }, moment: Moment): Effect[] {
  const { service, finding } = about;
  const known = state.incidents[service];
  if (known) {
    // The fault that led here stays; a restart makes it look dead for a while.
    if (finding.fault !== "DEAD") known.evidence = finding.evidence;
    return [];
  }
  const { fault, rule, sinceMs, evidence } = finding;
  const incidentId = deriveId(NAME, service, fault, sinceMs);
  const incident: Incident = {
    incidentId,
    service,
    fault,
    rule,
    sinceMs,
    openedMs: moment.nowMs,
    evidence,
    restarts: 0,
    tries: 0,
    nextTryMs: moment.nowMs,
    reconnected: false,
    waits: null,
  };
  state.incidents[service] = incident;
  noteError(state, moment.nowMs);
  const severity = fault === "CORRUPT_STATE" ? "CRITICAL" : "WARNING";
  return [
    emit("incident.opened", { incidentId, service, fault, rule, sinceRealMs: sinceMs, evidence }),
    emit("alert.raised", {
      service,
      severity,
      code: `INCIDENT_${fault}`,
      message: `${service}: ${evidence}`,
      action:
        finding.remedy === "NONE" && severity === "CRITICAL"
          ? "Look at its saved state before you start it anew."
          : "None yet: self_healing is at it; see GET /incidents.",
    }),
    rowOf(incident, null, moment),
  ];
}

/** Closes the open incident of a service. */
export function closeIncident(state: HealingState, service: string, end: { outcome: ClosedIncident["outcome"]; moment: Moment }): Effect[] {
  const incident = state.incidents[service];
  if (!incident) return [];
  delete state.incidents[service];
  const { outcome, moment } = end;
  const { incidentId, fault, openedMs, restarts } = incident;
  const recoveryMs = Math.max(0, moment.nowMs - incident.sinceMs);
  const closed: ClosedIncident = { incidentId, service, fault, outcome, openedMs, closedMs: moment.nowMs, recoveryMs, restarts };
  state.closed = [...state.closed, closed].slice(-LIMITS.closedKept);
  return [emit("incident.closed", { incidentId, service, fault, outcome, restarts, recoveryMs }), rowOf(incident, closed, moment)];
}

function rowOf(incident: Incident, closed: ClosedIncident | null, { at }: Moment): Effect {
  const { incidentId, service, fault, rule, evidence, restarts } = incident;
  const row = {
    at,
    service,
    fault,
    rule,
    evidence,
    restarts,
    since_real_ms: incident.sinceMs,
    opened_real_ms: incident.openedMs,
    closed_real_ms: closed?.closedMs ?? null,
    outcome: closed?.outcome ?? null,
    recovery_ms: closed?.recoveryMs ?? null,
  };
  return { kind: "store", table: "incidents", key: incidentId, row };
}
