import { binds } from "@quantum/types";
import { type Level, rankOf, stepBelow } from "./levels.ts";
import type { Cause, EssState } from "./state.ts";

/** What a rule says when its limit is exceeded. */
export interface Finding {
  readonly trigger: Cause["trigger"];
  readonly rule: string;
  readonly level: Level;
  readonly latched: boolean;
  readonly close: boolean;
  readonly observed: string;
  readonly limit: string;
  readonly by: string;
  readonly reason: string;
}

/**
 * Takes a finding into the causes. Seen again, a cause only gets stricter: it returns to its full level, and once it binds it stays
 * binding. What a person says always binds.
 */
export function raise(state: EssState, finding: Finding): void {
  const binding = finding.trigger === "MANUAL" || binds(state.mode.mode);
  const known = state.causes.find((cause) => cause.trigger === finding.trigger);
  if (!known) {
    state.causes.push({ ...finding, binding, since: state.clockAt, lastSeenAt: clockOf(state, finding.trigger) });
    return;
  }
  known.lastSeenAt = clockOf(state, finding.trigger);
  if (rankOf(finding.level) > rankOf(known.level)) Object.assign(known, { level: finding.level, by: finding.by, reason: finding.reason });
  known.close ||= finding.close;
  known.latched ||= finding.latched;
  known.binding ||= binding;
  known.observed = finding.observed;
}

/**
 * A cause that is not latched and was not seen for the cool-down goes down by one step, and from PAUSE away. Then the cool-down begins anew.
 * What came of trading cools down in market time: with the market unheard it stays.
 */
export function coolDown(state: EssState, coolDownMs: number): void {
  for (const cause of state.causes) {
    if (cause.latched || clockOf(state, cause.trigger) - cause.lastSeenAt < coolDownMs) continue;
    cause.level = stepBelow(cause.level);
    cause.lastSeenAt = clockOf(state, cause.trigger);
    if (cause.level === "NORMAL" && cause.trigger === "LOSSES") state.lossesInARow = 0;
  }
  state.causes = state.causes.filter((cause) => cause.level !== "NORMAL");
}

/** The clock a cause lives by. */
function clockOf(state: EssState, trigger: Cause["trigger"]): number {
  return trigger === "LOSSES" || trigger === "TRADING_CYCLE_ERROR" ? state.marketAt : state.clockAt;
}
