import type { Candidate, Desk, Finding } from "./desk.ts";

/** TB-18: while orchestrator_policy binds, only the sides its policy allows are entered. */
export function policySide({ side }: Candidate, { words: { policy } }: Pick<Desk, "words">): Finding | null {
  if (policy === null) return null;
  const limit = policy.allowedSides.join(", ") || "none";
  const passed = policy.allowedSides.some((allowed) => allowed === side);
  return { rule: "TB-18", passed, observed: side, limit, reason: `policy ${policy.rowId} allows ${limit}, the signal is ${side}` };
}
