import type { Effect, FeedObserved } from "@quantum/types";
import { wasBlind } from "./blindness.ts";
import { checkEmergency } from "./emergency.ts";
import { checkErrorRate } from "./error-rate.ts";
import { findFault, holdsOf } from "./find-faults.ts";
import type { Finding } from "./finding.ts";
import { closeIncident, openIncident } from "./incident.ts";
import type { HealingSettings } from "./limits.ts";
import { firstSight, isWell, noteLook } from "./note-look.ts";
import { stoppedOnPurpose } from "./on-purpose.ts";
import { powersOf } from "./powers.ts";
import type { FleetSeen, SeenService } from "./seen.ts";
import type { HealingState, Watched } from "./state.ts";
import { type Round, treat } from "./treat.ts";

/** What one look at the fleet leads to. */
export function onLook(state: HealingState, input: FeedObserved, given: { settings: HealingSettings; tight: boolean }): Effect[] {
  const { nowMs, services } = input.data.data as FleetSeen;
  const { settings } = given;
  const powers = powersOf(input.mode);
  const moment = { nowMs, at: input.at };
  wasBlind(state, nowMs);
  state.lookedAt = nowMs;
  state.restarts = state.restarts.filter(({ atMs }) => nowMs - atMs < settings.windowMs);
  const holds = holdsOf(settings, given.tight || input.mode === "DEFENSIVE");
  const effects: Effect[] = forgetAbsent(state, services, moment);
  const ill: { seen: SeenService; finding: Finding }[] = [];
  for (const seen of services) {
    const watched = noted(state, seen, nowMs);
    if (stoppedOnPurpose(state, seen)) {
      watched.restarts = seen.restarts;
      effects.push(...closeIncident(state, seen.name, { outcome: "STOPPED_ON_PURPOSE", moment }));
      continue;
    }
    const finding = findFault({ seen, watched, nowMs, holds });
    if (finding) {
      effects.push(...openIncident(state, { service: seen.name, finding }, moment));
      ill.push({ seen, finding });
    }
    const overcome = finding === null || (finding.fault === "DEAD" && finding.remedy === "NONE");
    if (overcome && isWell(seen, nowMs)) {
      watched.restarts = seen.restarts;
      effects.push(...closeIncident(state, seen.name, { outcome: "RECOVERED", moment }));
    }
  }
  const round: Round = { nowMs, services, findings: ill.map(({ finding }) => finding), powers, settings };
  for (const patient of ill) effects.push(...treat(state, patient, round));
  const judgement = { settings, acts: powers.all };
  return [...effects, ...checkErrorRate(state, nowMs, judgement), ...checkEmergency(state, nowMs, judgement)];
}

function noted(state: HealingState, seen: SeenService, nowMs: number): Watched {
  const watched = state.watched[seen.name] ?? firstSight(seen, nowMs);
  state.watched[seen.name] = watched;
  // A new supervisor counts from zero.
  watched.restarts = Math.min(watched.restarts, seen.restarts);
  noteLook(watched, seen, nowMs);
  return watched;
}

/** Whoever is not part of the fleet any more cannot be ill. */
function forgetAbsent(state: HealingState, services: readonly SeenService[], moment: { nowMs: number; at: number }): Effect[] {
  const absent = Object.keys(state.watched).filter((name) => !services.some((seen) => seen.name === name));
  return absent.flatMap((name) => {
    delete state.watched[name];
    return closeIncident(state, name, { outcome: "GONE", moment });
  });
}
