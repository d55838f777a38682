import { raise } from "./cause.ts";
import type { EssState } from "./state.ts";

/** ESS-05: an exception inside the trading cycle pauses. */
export function cycleFailed(state: EssState, reason: string): void {
  raise(state, {
    trigger: "TRADING_CYCLE_ERROR",
    rule: "ESS-05",
    level: "PAUSE",
    latched: false,
    close: false,
    observed: "TRADING_CYCLE_ERROR",
    limit: "none",
    by: "ess",
    reason: `the trading cycle failed: ${reason}`,
  });
}
