import type { Finding, Patient } from "./finding.ts";
import { KEEPERS } from "./limits.ts";

/**
 * SH-12 CORRUPT_STATE: what it saved cannot be read, so it can never load it. It is set aside under another key, never deleted; whose state is the
 * memory of money or of a stop keeps it, and a person decides.
 */
export function corruptState({ seen, nowMs }: Patient): Finding | null {
  if (seen.corrupt === null) return null;
  const kept = KEEPERS.includes(seen.name);
  return {
    fault: "CORRUPT_STATE",
    rule: "SH-12",
    sinceMs: nowMs,
    evidence: `its saved ${seen.corrupt} cannot be read${kept ? "; it is the memory of money, so a person must look at it" : ""}`,
    remedy: kept ? "NONE" : "QUARANTINE",
  };
}
