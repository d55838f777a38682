import type { Finding, Patient } from "./finding.ts";

/** SH-02 FROZEN: the process is there, but neither writes its line nor answers; or its start does not end. */
export function frozen({ seen, watched, nowMs, holds }: Patient): Finding | null {
  const found = (sinceMs: number, evidence: string) => ({
    fault: "FROZEN" as const,
    rule: "SH-02",
    sinceMs,
    evidence,
    remedy: "RESTART" as const,
  });
  if (seen.run === "starting") {
    const sinceMs = seen.startedAt ?? nowMs;
    return nowMs - sinceMs >= holds.startMs ? found(sinceMs, `not healthy ${holds.startMs / 1000} s after its start`) : null;
  }
  if (seen.run !== "running" && seen.run !== "unknown") return null;
  const silentMs = nowMs - watched.lifeAt;
  if (seen.answer !== "NONE" || silentMs < holds.frozenMs) return null;
  return found(watched.lifeAt, `no sign of life for ${(silentMs / 1000).toFixed(1)} s, and /health does not answer`);
}
