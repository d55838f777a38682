import type { Candidate } from "./candidate.ts";
import { type Finding, finding } from "./finding.ts";
import type { UniverseSettings } from "./limits.ts";

/** UOS-03: a spread of at most so many bps, smoothed over the last closes. No quote is no tight spread. */
export function spread({ spreadBps }: Candidate, { maxSpreadBps }: UniverseSettings): Finding {
  const passed = spreadBps !== null && spreadBps <= maxSpreadBps;
  const reason = spreadBps === null ? "no quote" : `bid and ask are ${spreadBps} bps apart`;
  return finding("UOS-03", { passed, observed: spreadBps, limit: maxSpreadBps, reason });
}
