/** First wait before a crashed service is started again. */
export const FIRST_WAIT_MS = 250;
/** The longest wait: a service that keeps crashing is tried this often, which costs next to nothing. */
export const LONGEST_WAIT_MS = 15_000;
/** Crashes further back than this no longer count. */
export const REMEMBERED_FOR_MS = 60_000;
/** So many crashes of a service that had become healthy each time are still taken for accidents. */
export const ACCIDENTS = 10;

/** A crash: when, and whether the service had been healthy before it. */
export interface Crash {
  readonly at: number;
  readonly wasHealthy: boolean;
}

/**
 * How long to wait before the next start. A service that does not even become healthy is given twice as long after every crash;
 * one that was healthy is started again at once, unless that happens so often that it only wears out the rest.
 */
export function waitBeforeRestartMs(crashes: readonly Crash[], now: number): number {
  const recent = crashes.filter((crash) => now - crash.at < REMEMBERED_FOR_MS);
  const lastHealthy = recent.findLastIndex((crash) => crash.wasHealthy);
  const failedStarts = recent.length - 1 - lastHealthy;
  const excess = Math.max(0, recent.length - ACCIDENTS);
  const doublings = Math.max(lastHealthy < 0 ? failedStarts - 1 : failedStarts, excess);
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, doublings));
}
