import { deriveId, type Effect, emit } from "@quantum/types";
import { haveCommonCause } from "./common-cause.ts";
import { waitsFor } from "./dependency-order.ts";
import type { Finding } from "./finding.ts";
import { backOffMs, intensityReached } from "./intensity.ts";
import type { HealingSettings } from "./limits.ts";
import { NAME } from "./name.ts";
import type { Powers } from "./powers.ts";
import type { SeenService } from "./seen.ts";
import type { HealingState, Incident } from "./state.ts";

/** What a treatment rests on. */
export interface Round {
  readonly nowMs: number;
  readonly services: readonly SeenService[];
  readonly findings: readonly Finding[];
  readonly powers: Powers;
  readonly settings: HealingSettings;
}

/** What others have too: when only one service misses it, that is the service's own trouble. An exchange may be down for all there are. */
const OTHERS_HAVE_IT = /\b(redis|postgres|lease)\b/;

type Remedy = "RESTART" | "RECONNECT" | "QUARANTINE";

/** The next step with one incident: a remedy, or a wait with its reason (said once). */
export function treat(state: HealingState, about: { seen: SeenService; finding: Finding }, round: Round): Effect[] {
  const { seen, finding } = about;
  const incident = state.incidents[seen.name];
  const remedy = incident && remedyOf(incident, finding);
  if (!incident || !remedy || round.nowMs < incident.nextTryMs) return [];
  const waits = reasonToWait(state, { ...about, remedy }, round);
  if (waits) return wait(incident, waits);
  incident.waits = null;
  const allowed = remedy === "QUARANTINE" ? round.powers.all : round.powers.restarts;
  const { incidentId, service } = incident;
  const decided = emit("healing.decided", {
    incidentId,
    service,
    rule: finding.rule,
    action: remedy,
    carriedOut: allowed,
    observed: round.nowMs - finding.sinceMs,
    limit: incident.tries,
    reason: finding.evidence,
  });
  incident.nextTryMs = round.nowMs + backOffMs(incident.tries);
  incident.tries += 1;
  if (remedy === "RECONNECT") incident.reconnected = true;
  if (!allowed) return [decided];
  if (remedy === "RESTART") {
    incident.restarts += 1;
    state.restarts.push({ service, atMs: round.nowMs });
  }
  const callId = deriveId(incidentId, remedy, incident.tries);
  return [decided, { kind: "call", callId, name: remedy.toLowerCase(), request: { service, reason: finding.evidence } }];
}

function remedyOf(incident: Incident, finding: Finding): Remedy | null {
  if (finding.remedy === "NONE") return null;
  if (finding.remedy !== "RECONNECT" || !incident.reconnected) return finding.remedy;
  return OTHERS_HAVE_IT.test(finding.evidence) ? "RESTART" : "RECONNECT";
}

interface Reason {
  readonly rule: string;
  readonly observed: number | string;
  readonly limit: number | string;
  readonly reason: string;
  readonly final: boolean;
}

function reasonToWait(state: HealingState, about: { seen: SeenService; finding: Finding; remedy: Remedy }, round: Round): Reason | null {
  const { seen, finding, remedy } = about;
  const running = round.services.filter(({ run }) => run === "running").length;
  if (haveCommonCause(round.findings, finding, running)) {
    const alike = round.findings.filter(({ fault }) => fault === finding.fault).length;
    const reason = `${alike} of ${running} services are ${finding.fault} at once: the cause is not theirs`;
    return { rule: "SH-07", observed: alike, limit: running, reason, final: false };
  }
  const first = waitsFor(seen, round.services, state.incidents, round.nowMs);
  if (first !== null) return { rule: "SH-09", observed: first, limit: "healthy", reason: `${first} comes first`, final: false };
  const reached = remedy === "RESTART" ? intensityReached(state, seen.name, round.settings) : null;
  return reached && { rule: "SH-08", ...reached, final: true };
}

function wait(incident: Incident, why: Reason): Effect[] {
  if (incident.waits === why.rule) return [];
  incident.waits = why.rule;
  const { incidentId, service } = incident;
  const { rule, observed, limit, reason } = why;
  const decided = emit("healing.decided", { incidentId, service, rule, action: "WAIT", carriedOut: false, observed, limit, reason });
  if (!why.final) return [decided];
  const action = `Find out why ${service} does not stay up, then start it; ${NAME} tries again when the window is over.`;
  return [
    decided,
    emit("alert.raised", { service, severity: "CRITICAL", code: "HEALING_EXHAUSTED", message: `${service}: ${reason}`, action }),
  ];
}
