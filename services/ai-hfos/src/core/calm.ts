import { RISK_MODES, type RiskMode } from "@quantum/types";
import { LIMITS } from "./limits.ts";
import { rankOf } from "./restraints.ts";
import type { HeldMode } from "./state.ts";

/**
 * HF-08: towards care at once; back one mode at a time, each after an hour, and at least three cycles, in which nothing asked for it. In place.
 */
export function holdMode(held: HeldMode, asked: RiskMode, cycle: number): void {
  if (rankOf(asked) >= rankOf(held.riskMode)) {
    if (asked !== held.riskMode) Object.assign(held, { riskMode: asked, since: cycle });
    Object.assign(held, { calmSince: null, calmCycles: 0 });
    return;
  }
  held.calmSince ??= cycle;
  held.calmCycles += 1;
  if (held.calmCycles < LIMITS.calmCycles || cycle - held.calmSince < LIMITS.calmMs) return;
  const riskMode = RISK_MODES[rankOf(held.riskMode) - 1] as RiskMode;
  Object.assign(held, { riskMode, since: cycle, calmSince: riskMode === asked ? null : cycle, calmCycles: 0 });
}
