import { LIMITS } from "./limits.ts";
import type { HealingState } from "./state.ts";

/** SH-10: after a time without looks (the watcher stood still, or Redis was away) everybody's clocks start anew: what was not seen is nobody's fault. */
export function wasBlind(state: HealingState, nowMs: number): boolean {
  const blind = state.lookedAt === null || nowMs - state.lookedAt > LIMITS.blindMs || nowMs < state.lookedAt;
  if (!blind) return false;
  for (const watched of Object.values(state.watched)) {
    watched.lifeAt = nowMs;
    for (const since of ["waitingSince", "standingSince", "missingSince"] as const) if (watched[since] !== null) watched[since] = nowMs;
  }
  return true;
}
