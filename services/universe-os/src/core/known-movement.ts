import type { Candidate } from "./candidate.ts";
import { type Finding, finding } from "./finding.ts";
import { LIMITS } from "./limits.ts";

const HOUR_MS = 3_600_000;

/** UOS-06: enough history to measure a day by, and a price that moves at all. */
export function knownMovement({ day }: Candidate): Finding {
  const observed = day === null ? null : day.knownMs / HOUR_MS;
  const enough = day !== null && day.knownMs >= LIMITS.minHistoryMs;
  const moves = day !== null && day.dailyVolatility !== null && day.dailyVolatility > 0;
  const reason = !enough ? `${observed ?? 0} hours of bars are known` : moves ? "the price moves" : "the price stands still";
  return finding("UOS-06", { passed: enough && moves, observed, limit: LIMITS.minHistoryMs / HOUR_MS, reason });
}
