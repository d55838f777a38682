import type { Core } from "@quantum/types";
import { decide } from "./decide.ts";
import { type ClmState, initialState } from "./state.ts";

export { JUDGED, readAccuracy } from "./accuracy.ts";
export * from "./evaluation/index.ts";
export { type FailedJob, JOB_FAILED } from "./job-failed.ts";
export { EVALUATION, LIMITS } from "./limits.ts";
export type { ClmState } from "./state.ts";

/** The core: keeps predictions until their outcome is known, labels them, and keeps score. */
export function createClmCore(): Core<ClmState> {
  return {
    name: "clm",
    consumes: ["signals.generated", "bars.backfilled", "bars.closed", "trade.closed"],
    emits: ["predictions.labelled", "alert.raised"],
    initial: initialState,
    decide,
  };
}
