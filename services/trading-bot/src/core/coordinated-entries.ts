import type { Candidate, Desk, Finding } from "./desk.ts";

/** TB-27: while ai_hfos binds, nothing is entered or added to unless it allows entries; in the same cycle. */
export function coordinatedEntries(_candidate: Candidate, { words: { restraint } }: Pick<Desk, "words">): Finding | null {
  if (restraint === null) return null;
  const { allowEntries, riskMode } = restraint;
  const reason = `in risk mode ${riskMode} ai_hfos ${allowEntries ? "allows" : "does not allow"} entries`;
  return { rule: "TB-27", passed: allowEntries, observed: allowEntries, limit: true, reason };
}
