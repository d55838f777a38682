import type { Candidate, Desk, Finding } from "./desk.ts";

/** TB-36: while the emergency stop binds and its level is PAUSE or stricter, nothing is entered or added. */
export function emergencyLevel(_candidate: Candidate, { words: { emergency } }: Pick<Desk, "words">): Finding | null {
  if (emergency === null) return null;
  const { level, reason } = emergency;
  const passed = level === "NORMAL";
  return {
    rule: "TB-36",
    passed,
    observed: level,
    limit: "NORMAL",
    reason: passed ? "nothing is stopped" : `the desk is stopped: ${reason}`,
  };
}
