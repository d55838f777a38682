import type { Finding, Patient } from "./finding.ts";

/** SH-03 WEDGED: it answers, and by its own word work waits, but none is finished. Without work waiting it is only quiet. */
export function wedged({ seen, watched, nowMs, holds }: Patient): Finding | null {
  if (seen.run !== "running" || seen.row?.mode === "OFF" || watched.waitingSince === null) return null;
  if (nowMs - watched.waitingSince < holds.wedgedMs) return null;
  return {
    fault: "WEDGED",
    rule: "SH-03",
    sinceMs: watched.waitingSince,
    evidence: `${seen.row?.lag ?? "some"} entries wait, and nothing was finished since ${new Date(watched.waitingSince).toISOString()}`,
    remedy: "RESTART",
  };
}
