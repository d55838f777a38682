import type { Candidate, Desk, Finding } from "./desk.ts";

/** TB-17: while orchestrator_policy binds, there are entries only when its policy allows them. */
export function policyTrades(_signal: Candidate, { words: { policy } }: Pick<Desk, "words">): Finding | null {
  if (policy === null) return null;
  const { allowTrades, rowId } = policy;
  const reason = `policy ${rowId} ${allowTrades ? "allows" : "does not allow"} entries: ${policy.reason}`;
  return { rule: "TB-17", passed: allowTrades, observed: allowTrades, limit: true, reason };
}
