import type { Signal } from "@quantum/types";
import type { Desk, Finding } from "./desk.ts";

/** TB-28: while ai_hfos binds, a signal needs its confidence too; the highest of all minima decides. */
export function coordinatedConfidence({ confidence }: Signal, { words: { restraint } }: Pick<Desk, "words">): Finding | null {
  if (restraint === null) return null;
  const limit = restraint.minConfidence;
  const passed = confidence >= limit;
  const reason = `confidence ${confidence} is ${passed ? "at or above" : "below"} the ${limit} of risk mode ${restraint.riskMode}`;
  return { rule: "TB-28", passed, observed: confidence, limit, reason };
}
