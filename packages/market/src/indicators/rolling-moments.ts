import { assertPeriod } from "./period.ts";

/** Mean and sum of squared deviations of the last `period` values. */
export interface RollingMoments {
  period: number;
  count: number;
  index: number;
  mean: number;
  /** Sum of (value - mean)^2 over the window. */
  squares: number;
  window: number[];
}

/** An empty window of `period` values. */
export function createRollingMoments(period: number): RollingMoments {
  assertPeriod(period);
  return { period, count: 0, index: 0, mean: 0, squares: 0, window: new Array<number>(period).fill(0) };
}

/** When the spread falls to less than this share at once, what is left is mostly rounding of what went. */
const COLLAPSE_SHARE = 1e-6;

/**
 * Takes one value in (Welford's update, or its replacement form once the window is full). Each time the window has
 * turned over, and when the spread collapses, both figures are recomputed from it, so rounding never accumulates:
 * O(1) per value on average.
 */
export function updateRollingMoments(state: RollingMoments, value: number): void {
  const { index, period, mean, squares } = state;
  if (state.count < period) {
    state.count++;
    state.mean = mean + (value - mean) / state.count;
    state.squares += (value - mean) * (value - state.mean);
  } else {
    const oldest = state.window[index] as number;
    state.mean = mean + (value - oldest) / period;
    state.squares += (value - state.mean) * (value - mean) - (oldest - state.mean) * (oldest - mean);
  }
  state.window[index] = value;
  state.index = index + 1 === period ? 0 : index + 1;
  if (state.count === period && (state.index === 0 || state.squares < squares * COLLAPSE_SHARE)) recompute(state);
}

/** Population standard deviation of the window; never negative, 0 while empty. */
export function deviationOf(state: Readonly<RollingMoments>): number {
  return state.squares > 0 ? Math.sqrt(state.squares / state.count) : 0;
}

function recompute(state: RollingMoments): void {
  let sum = 0;
  for (let i = 0; i < state.period; i++) sum += state.window[i] as number;
  const mean = sum / state.period;
  let squares = 0;
  for (let i = 0; i < state.period; i++) {
    const deviation = (state.window[i] as number) - mean;
    squares += deviation * deviation;
  }
  state.mean = mean;
  state.squares = squares;
}
