import { createRollingMoments, deviationOf, type RollingMoments, updateRollingMoments } from "./rolling-moments.ts";

/** Bollinger bands: mean of the window and `width` population standard deviations around it. */
export interface BollingerState {
  width: number;
  moments: RollingMoments;
}

/** The bands; `bandwidthRatio` is their distance as a share of the middle. */
export interface BollingerReading {
  readonly middle: number;
  readonly upper: number;
  readonly lower: number;
  readonly bandwidthRatio: number;
}

/** Bands that have seen nothing. */
export function createBollinger(period = 20, width = 2): BollingerState {
  return { width, moments: createRollingMoments(period) };
}

/** Takes one close in and gives the middle, null before `period` values. */
export function updateBollinger(state: BollingerState, close: number): number | null {
  const { moments } = state;
  updateRollingMoments(moments, close);
  return moments.count < moments.period ? null : moments.mean;
}

/** The bands, null before `period` values. */
export function readBollinger(state: Readonly<BollingerState>): BollingerReading | null {
  const { moments } = state;
  if (moments.count < moments.period) return null;
  const half = state.width * deviationOf(moments);
  const middle = moments.mean;
  return { middle, upper: middle + half, lower: middle - half, bandwidthRatio: middle > 0 ? (2 * half) / middle : 0 };
}
