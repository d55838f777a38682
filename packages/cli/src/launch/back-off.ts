/** First wait before a crashed service is started again. */
export const FIRST_WAIT_MS = 250;
/** The longest wait: a service that keeps crashing is tried this often, which costs next to nothing. */
export const LONGEST_WAIT_MS = 15_000;
/** A service that ran this long is well again, and its next crash counts as the first. */
export const WELL_AFTER_MS = 30_000;

/** How long to wait before the next start, after this many crashes in a row. */
export function waitBeforeRestartMs(crashesInARow: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, crashesInARow - 1));
}
