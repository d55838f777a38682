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

/** ESS-03: more than 10 system errors within a minute leave only reducing. The fleet's errors are counted in market time, our own in ours. */
export function checkErrors(state: EssState, settings: EssSettings): void {
  const { errors, marketAt, clockAt } = state;
  errors.market = errors.market.filter((at) => Math.abs(marketAt - at) < settings.errorWindowMs);
  errors.own = errors.own.filter((at) => Math.abs(clockAt - at) < settings.errorWindowMs);
  const count = errors.market.length + errors.own.length;
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
    reason: `${count} system errors within ${settings.errorWindowMs / 1000} s`,
  });
}
