import type { Finding, Patient } from "./finding.ts";

/** SH-05 DEPENDENCY: it misses something that others have. It is asked to connect anew; only if that does not help is it restarted. */
export function dependency({ seen, watched, nowMs, holds }: Patient): Finding | null {
  if (seen.run !== "running" || watched.missingSince === null || nowMs - watched.missingSince < holds.dependencyMs) return null;
  return {
    fault: "DEPENDENCY",
    rule: "SH-05",
    sinceMs: watched.missingSince,
    evidence: `${watched.missing} is missing to it since ${new Date(watched.missingSince).toISOString()}`,
    remedy: "RECONNECT",
  };
}
