import { raise } from "./cause.ts";
import { textOf } from "./manual-stop.ts";
import type { EssState } from "./state.ts";

/** ESS-07: when the stop itself fails (its core threw, its journal cannot be read), what it knew is not to be trusted: HALT until a person looks. */
export function ownFailure(state: EssState, reason: unknown): void {
  raise(state, {
    trigger: "OWN_FAILURE",
    rule: "ESS-07",
    level: "HALT",
    latched: true,
    close: false,
    observed: "failure",
    limit: "none",
    by: "ess",
    reason: textOf(reason, "no reason given"),
  });
}
