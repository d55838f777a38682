import { createRollingMoments, deviationOf, type RollingMoments, updateRollingMoments } from "./rolling-moments.ts";

/** How many population standard deviations the newest value lies from the mean of the last `period` values. */
export interface ZScoreState {
  last: number;
  moments: RollingMoments;
}

/** A score that has seen nothing. */
export function createZScore(period = 20): ZScoreState {
  return { last: 0, moments: createRollingMoments(period) };
}

/** Takes one value in and gives its score, null before `period` values and while they are all the same. */
export function updateZScore(state: ZScoreState, value: number): number | null {
  state.last = value;
  updateRollingMoments(state.moments, value);
  return readZScore(state);
}

/** The score of the newest value, null before `period` values and while they are all the same. */
export function readZScore(state: Readonly<ZScoreState>): number | null {
  const { moments } = state;
  if (moments.count < moments.period) return null;
  const deviation = deviationOf(moments);
  // A spread below the rounding of the values themselves is no spread.
  return deviation > Math.abs(moments.mean) * 1e-12 ? (state.last - moments.mean) / deviation : null;
}
