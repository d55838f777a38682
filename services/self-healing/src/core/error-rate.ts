import { type Effect, emit } from "@quantum/types";
import { type HealingSettings, LIMITS } from "./limits.ts";
import type { HealingState } from "./state.ts";

/** Notes a critical alert or a new incident. */
export function noteError(state: HealingState, nowMs: number): void {
  state.errorsAtMs = [...state.errorsAtMs, nowMs].slice(-LIMITS.errorMemory);
}

/** SH-11: too many errors within a minute: a pause of entries is asked for, again and again until it is calm; then it ends by itself. */
export function checkErrorRate(state: HealingState, nowMs: number, given: { settings: HealingSettings; acts: boolean }): Effect[] {
  state.errorsAtMs = state.errorsAtMs.filter((at) => nowMs - at < LIMITS.errorWindowMs);
  const errors = state.errorsAtMs.length;
  const { maxErrors: limit } = given.settings;
  if (errors <= limit || (state.pauseAskedMs !== null && nowMs - state.pauseAskedMs < LIMITS.askAgainMs)) return [];
  state.pauseAskedMs = nowMs;
  const reason = `${errors} critical alerts and incidents within ${LIMITS.errorWindowMs / 1000} s`;
  const decided = emit("healing.decided", {
    incidentId: null,
    service: "trading_bot",
    rule: "SH-11",
    action: "PAUSE",
    carriedOut: given.acts,
    observed: errors,
    limit,
    reason,
  });
  const asked = emit("pause.asked", { by: "self_healing", errors, limit, windowMs: LIMITS.errorWindowMs, reason });
  return given.acts ? [decided, asked] : [decided];
}
