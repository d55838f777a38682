import type { Candidate } from "./candidate.ts";
import { type Finding, finding } from "./finding.ts";
import type { UniverseSettings } from "./limits.ts";

/** UOS-02: at least so much turnover a day. Where the source has none it is estimated from volume and price, and the reason says so. */
export function quoteVolume({ day }: Candidate, { minQuoteVolumeUsd }: UniverseSettings): Finding {
  const observed = day === null ? null : Math.round(day.quoteVolumeUsd);
  const passed = observed !== null && observed >= minQuoteVolumeUsd;
  const how = day?.estimated ? "turnover estimated from volume and price" : "turnover";
  const reason = observed === null ? "no bars, so no turnover" : `${how}: ${observed} USD a day`;
  return finding("UOS-02", { passed, observed, limit: minQuoteVolumeUsd, reason });
}
