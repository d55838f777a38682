import type { Candidate } from "./candidate.ts";
import { type Finding, finding } from "./finding.ts";
import { LIMITS, type UniverseSettings } from "./limits.ts";

/** UOS-05: at most so large a share of the last day's bars is missing, and the newest one is there. */
export function dataGaps({ day, current }: Candidate, { maxMissingRatio }: UniverseSettings): Finding {
  if (day === null) return finding("UOS-05", { passed: false, observed: null, limit: maxMissingRatio, reason: "no bars" });
  const observed = Number(day.missingRatio.toFixed(LIMITS.scoreDecimals));
  const passed = current && observed <= maxMissingRatio;
  const reason = current ? `${(observed * 100).toFixed(2)} % of the last day's bars are missing` : "the newest bar is missing";
  return finding("UOS-05", { passed, observed, limit: maxMissingRatio, reason });
}
