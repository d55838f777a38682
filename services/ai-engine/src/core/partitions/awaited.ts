import { type CycleWait, isGone, partsLeft, waitWake } from "@quantum/roster";
import type { Effect, Woken } from "@quantum/types";
import { type LeadState, type OpenCycle, workersOf } from "./lead-state.ts";
import { workerName } from "./owner.ts";

/**
 * AI-06: the lead waits for the part of every worker, usable or not. Not for one that said goodbye or is OFF, and not for one that let the
 * last wait pass and has not spoken since: a worker that is silent must not slow down every cycle.
 */
export function isComplete(state: Readonly<LeadState>, { parts }: Readonly<OpenCycle>, partitions: number): boolean {
  return workersOf(partitions).every(
    (partition) =>
      parts[partition] !== undefined || isGone(state.roster, workerName(partition)) || state.absences[partition]?.silent === true,
  );
}

/** Asks to be woken after one part of the wait for the oldest open cycle; nothing when none is open. */
export function wakeFor(state: Readonly<LeadState>, waitMs: number, left?: number): Effect[] {
  return state.open.length === 0 ? [] : [waitWake(waitOf(state), waitMs, left)];
}

/** Parts of the wait that are left for the oldest open cycle; null when a wake-up is about something else. */
export function waitLeft(state: Readonly<LeadState>, input: Woken): number | null {
  return partsLeft(waitOf(state), input);
}

function waitOf({ open, lastCycleAt }: Readonly<LeadState>): CycleWait<Record<string, never>> {
  return { open: open[0]?.at ?? null, last: lastCycleAt, words: {} };
}
