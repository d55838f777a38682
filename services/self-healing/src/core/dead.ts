import type { Finding, Patient } from "./finding.ts";

/** SH-01 DEAD: there is no process, or it had to be started again. Who supervises restarts what crashed; only what nobody brings back is restarted from here. */
export function dead({ seen, watched, nowMs }: Patient): Finding | null {
  const sinceMs = watched.outSince ?? nowMs;
  const found = (evidence: string, remedy: Finding["remedy"]) => ({ fault: "DEAD" as const, rule: "SH-01", sinceMs, evidence, remedy });
  if (seen.run === "gone") return found("the process is gone and its supervisor does not start it", "RESTART");
  if (seen.run === "restarting") return found("the process ended; its supervisor starts it again", "NONE");
  if (seen.restarts > watched.restarts) return found("the process ended and was started again by its supervisor", "NONE");
  return null;
}
