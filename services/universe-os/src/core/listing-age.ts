import type { Candidate } from "./candidate.ts";
import { type Finding, finding } from "./finding.ts";
import type { UniverseSettings } from "./limits.ts";

const HOUR_MS = 3_600_000;

/** UOS-04: listed for at least so long. An unknown listing date is no old one. */
export function listingAge({ ageMs }: Candidate, { minListingAgeMs }: UniverseSettings): Finding {
  const passed = ageMs !== null && ageMs >= minListingAgeMs;
  const observed = ageMs === null ? null : ageMs / HOUR_MS;
  const reason = observed === null ? "its listing date is not known" : `listed for ${Math.floor(observed)} hours`;
  return finding("UOS-04", { passed, observed, limit: minListingAgeMs / HOUR_MS, reason });
}
