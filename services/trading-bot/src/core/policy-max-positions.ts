import type { Signal } from "@quantum/types";
import type { Desk, Finding } from "./desk.ts";

/** TB-21: while orchestrator_policy binds, there are no more positions than its policy allows; the lower of both maxima decides. */
export function policyMaxPositions(_signal: Signal, { occupied, words: { policy } }: Pick<Desk, "occupied" | "words">): Finding | null {
  if (policy === null) return null;
  const limit = policy.maxPositions;
  const reason = `${occupied.size} positions and orders are open, policy ${policy.rowId} allows ${limit}`;
  return { rule: "TB-21", passed: occupied.size < limit, observed: occupied.size, limit, reason };
}
