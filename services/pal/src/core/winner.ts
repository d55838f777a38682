import type { Case } from "./case.ts";
import type { Finding } from "./finding.ts";

/** PAL-01: pil calls the trade a winner or a runner. When pil says nothing, it is neither. */
export function winner({ classified }: Pick<Case, "classified">): Finding {
  const observed = classified?.class ?? null;
  const reason = observed === null ? "pil has not classified it" : `pil calls it ${observed}`;
  return { rule: "PAL-01", passed: observed === "WINNER" || observed === "RUNNER", observed, limit: "WINNER or RUNNER", reason };
}
