import type { Signal } from "@quantum/types";
import type { Desk, Finding } from "./desk.ts";

/** TB-19: while orchestrator_policy binds, a signal needs its policy's confidence too; the higher of both minima decides. */
export function policyConfidence({ confidence }: Signal, { words: { policy } }: Pick<Desk, "words">): Finding | null {
  if (policy === null) return null;
  const limit = policy.minConfidence;
  const passed = confidence >= limit;
  const reason = `confidence ${confidence} is ${passed ? "at or above" : "below"} the ${limit} of policy ${policy.rowId}`;
  return { rule: "TB-19", passed, observed: confidence, limit, reason };
}
