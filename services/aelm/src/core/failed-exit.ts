import type { Case, Finding } from "./case.ts";

/** AE-03: the exit of a trade whose last exit did not end flat is urgent, so that a ladder of attempts ends. */
export function failedExit({ intent, state }: Pick<Case, "intent" | "state">): Finding | null {
  if (intent.purpose !== "EXIT") return null;
  const failed = state.unfinished.includes(intent.tradeId);
  const reason = failed ? "the last exit of this trade did not end flat" : "no exit of this trade has failed";
  return { passed: !failed, observed: failed, limit: false, reason };
}
