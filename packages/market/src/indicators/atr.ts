import { assertPeriod } from "./period.ts";

/** What a range indicator needs of a bar. */
export interface RangeBar {
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** Average true range with Wilder's smoothing (1978). The first bar has no previous close and only starts the count. */
export interface AtrState {
  period: number;
  /** True ranges seen, at most `period`; -1 before the first bar. */
  count: number;
  previousClose: number;
  /** A sum while `count < period`, the average afterwards. */
  level: number;
}

/** A range that has seen nothing. */
export function createAtr(period = 14): AtrState {
  assertPeriod(period);
  return { period, count: -1, previousClose: 0, level: 0 };
}

/** Takes one bar in and gives the average true range, null before `period` true ranges. */
export function updateAtr(state: AtrState, bar: RangeBar): number | null {
  const previousClose = state.previousClose;
  state.previousClose = bar.close;
  if (state.count < 0) {
    state.count = 0;
    return null;
  }
  const range = trueRange(bar, previousClose);
  if (state.count >= state.period) {
    state.level += (range - state.level) / state.period;
    return state.level;
  }
  state.count++;
  state.level += range;
  if (state.count < state.period) return null;
  state.level /= state.period;
  return state.level;
}

/** The average true range, null before `period` true ranges. */
export function readAtr(state: Readonly<AtrState>): number | null {
  return state.count < state.period ? null : state.level;
}

/** The range of a bar including the jump from the previous close. */
export function trueRange(bar: RangeBar, previousClose: number): number {
  const high = Math.max(bar.high, previousClose);
  const low = Math.min(bar.low, previousClose);
  return high - low;
}
