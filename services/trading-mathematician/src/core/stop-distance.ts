import { type Finding, percent } from "./finding.ts";
import { LIMITS, type MathematicianSettings } from "./limits.ts";

/** TM-05: the stop is two average ranges away, at least 0.4 % of price. What would need more than 5 % is refused. */
export function stopRatioOf(atrRatio: number, { stopAtrMultiple }: Pick<MathematicianSettings, "stopAtrMultiple">): number {
  return Math.max(LIMITS.minStopRatio, stopAtrMultiple * atrRatio);
}

/** TM-05 in words. */
export function stopFinding(stopRatio: number): Finding {
  const reason = `the stop is ${percent(stopRatio)} of price away`;
  return { passed: stopRatio <= LIMITS.maxStopRatio, observed: stopRatio, limit: LIMITS.maxStopRatio, reason };
}
