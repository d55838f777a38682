import type { Finding, Patient } from "./finding.ts";

/** SH-04 NOT_CONSUMING: it says that all is well, but its place in the streams stands still while more and more waits behind it. */
export function notConsuming({ seen, watched, nowMs, holds }: Patient): Finding | null {
  if (seen.run !== "running" || seen.row === null || seen.row.mode === "OFF") return null;
  if (watched.standingSince === null || nowMs - watched.standingSince < holds.wedgedMs) return null;
  return {
    fault: "NOT_CONSUMING",
    rule: "SH-04",
    sinceMs: watched.standingSince,
    evidence: `${seen.unfinished ?? "some"} entries wait for it and its place in the streams does not move, while it says ${seen.row.status}`,
    remedy: "RESTART",
  };
}
