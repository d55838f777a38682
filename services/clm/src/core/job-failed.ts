import { type Effect, emit } from "@quantum/types";
import { LIMITS } from "./limits.ts";
import type { ClmState } from "./state.ts";

/** The name under which a job that was given up is told to the core. */
export const JOB_FAILED = "job-failed";

/** A job that was given up. `endedAt`: real time, epoch ms; the same job may be given up again later. */
export interface FailedJob {
  readonly id: string;
  readonly kind: string;
  readonly attempts: number;
  readonly reason: string;
  readonly endedAt: number;
}

/** CLM-05: a job that was given up is told to a person once, with the way out. */
export function tellFailure(state: ClmState, data: unknown): Effect[] {
  const { id, kind, attempts, reason, endedAt } = data as FailedJob;
  const told = `${id} ${endedAt}`;
  if (state.toldFailures.includes(told)) return [];
  state.toldFailures.push(told);
  state.toldFailures = state.toldFailures.slice(-LIMITS.toldFailures);
  return [
    emit("alert.raised", {
      service: "clm",
      severity: "WARNING",
      code: "JOB_FAILED",
      message: `The job ${id} (${kind}) was given up after ${attempts} attempts: ${reason}`,
      action:
        "Trading goes on without it. Remove the cause (the log of clm or its workers says more), then ask again: POST /models/evaluate.",
    }),
  ];
}
