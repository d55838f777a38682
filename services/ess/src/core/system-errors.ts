import { raise } from "./cause.ts";
import { type EssSettings, LIMITS } from "./limits.ts";
import type { EssState } from "./state.ts";

/** Critical alerts that tell of the market or of a stop, not of a system that fails. */
const NOT_AN_ERROR = new Set(["KILL_LATCH_SET", "DAILY_LOSS"]);

/** True when an alert tells of a system error. */
export function isSystemError(alert: { severity: string; code: string }): boolean {
  return alert.severity === "CRITICAL" && !NOT_AN_ERROR.has(alert.code);
}

/** Notes an error: the fleet's at its market time, our own at our time. */
export function noteError(state: EssState, clock: "market" | "own", at: number): void {
  state.errors[clock] = [...state.errors[clock], at].slice(-LIMITS.errorMemory);
}

/**
 * ESS-03: more than 10 system errors within a minute leave only reducing. The fleet's errors are counted in market time, our own in ours; with the clock of
 * cycles, where a minute may be less than a bar, those from the last cycle until before this one.
 */
export function checkErrors(state: EssState, settings: EssSettings): void {
  const count = settings.clock === "real" ? withinWindow(state, settings) : sinceLastCycle(state);
  if (count <= settings.maxErrors) return;
  raise(state, {
    trigger: "ERRORS",
    rule: "ESS-03",
    level: "REDUCE_ONLY",
    latched: false,
    close: false,
    observed: String(count),
    limit: String(settings.maxErrors),
    by: "ess",
    reason: `${count} system errors within ${settings.clock === "real" ? `${settings.errorWindowMs / 1000} s` : "a cycle"}`,
  });
}

/** How many errors are young enough; older ones are forgotten. */
function withinWindow({ errors, marketAt, clockAt }: EssState, { errorWindowMs }: EssSettings): number {
  errors.market = errors.market.filter((at) => Math.abs(marketAt - at) < errorWindowMs);
  errors.own = errors.own.filter((at) => Math.abs(clockAt - at) < errorWindowMs);
  return errors.market.length + errors.own.length;
}

/** How many errors came from the last cycle until before this one. Those of this cycle wait for the next: whether they came already depends on who was faster. */
function sinceLastCycle({ errors, errorsSince, cycle }: EssState): number {
  errors.market = errors.market.filter((at) => at >= errorsSince);
  errors.own = errors.own.filter((at) => at >= errorsSince);
  return [...errors.market, ...errors.own].filter((at) => at < cycle).length;
}
