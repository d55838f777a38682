import type { Effect, Woken } from "@quantum/types";
import { LIMITS, type TradingBotSettings } from "./limits.ts";

/** Names of our wake-ups: the time for answers, and that for the review of what was proposed, is over; a cycle is to be given up. */
export const CYCLE_DEADLINE = "cycle.deadline";
export const REVIEW_DEADLINE = "review.deadline";
export const ABANDON = "cycle.abandon";

/** What the wake-ups of a cycle carry. `partsLeft`: how much of the deadline is still to come. */
export interface DeadlineData {
  readonly cycle: number;
  readonly partsLeft: number;
}

/**
 * Asks to be woken after one part of the deadline. In parts, because a wake-up whose time came while this service was down arrives at
 * once after the restart, before the answers that are waiting on the stream.
 */
export function deadlineWake(
  { name, cycle }: { name: typeof CYCLE_DEADLINE | typeof REVIEW_DEADLINE; cycle: number },
  settings: TradingBotSettings,
  partsLeft: number = LIMITS.deadlineParts - 1,
): Effect {
  const data: DeadlineData = { cycle, partsLeft };
  return { kind: "wake", name, afterMs: Math.ceil(settings.deadlineMs / LIMITS.deadlineParts), data };
}

/** Asks for a cycle to be ended without asking any rule, after one of them threw. `cycle` null: whichever waits. */
export function abandonWake(cycle: number | null): Effect {
  return { kind: "wake", name: ABANDON, afterMs: 0, data: { cycle } };
}

/** The cycle a wake-up is about; null when it does not say. */
export function cycleOfWake({ data }: Woken): number | null {
  const about = data.data as { cycle?: unknown } | null;
  return typeof about?.cycle === "number" ? about.cycle : null;
}

/** How many parts of the deadline are still to come. */
export function partsLeftOf({ data }: Woken): number {
  const about = data.data as { partsLeft?: unknown } | null;
  return typeof about?.partsLeft === "number" ? about.partsLeft : 0;
}
