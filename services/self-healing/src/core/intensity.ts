import type { HealingSettings } from "./limits.ts";
import { LIMITS } from "./limits.ts";
import type { HealingState } from "./state.ts";

/** SH-08: so many restarts of one service, and of all, within the window; more would only wear out the rest. Null when one more is allowed. */
export function intensityReached(
  state: Readonly<HealingState>,
  service: string,
  settings: HealingSettings,
): { observed: number; limit: number; reason: string } | null {
  const own = state.restarts.filter((restart) => restart.service === service).length;
  const minutes = settings.windowMs / 60_000;
  if (own >= settings.serviceRestarts)
    return {
      observed: own,
      limit: settings.serviceRestarts,
      reason: `restarted ${own} times within ${minutes} min: a person must look at it`,
    };
  const all = state.restarts.length;
  if (all >= settings.fleetRestarts)
    return {
      observed: all,
      limit: settings.fleetRestarts,
      reason: `${all} restarts of the fleet within ${minutes} min: a person must look at it`,
    };
  return null;
}

/** How long the try after this many waits; doubled with each. */
export function backOffMs(tries: number): number {
  return Math.min(LIMITS.settleMaxMs, LIMITS.settleMs * 2 ** Math.min(tries, LIMITS.settleDoublings));
}
