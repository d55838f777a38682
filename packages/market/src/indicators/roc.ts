import { assertPeriod } from "./period.ts";

/** Rate of change: value / value `period` bars ago - 1. */
export interface RocState {
  period: number;
  count: number;
  index: number;
  level: number;
  window: number[];
}

/** A rate that has seen nothing. */
export function createRoc(period = 10): RocState {
  assertPeriod(period);
  return { period, count: 0, index: 0, level: 0, window: new Array<number>(period).fill(0) };
}

/** Takes one positive value in and gives the rate, null before `period` + 1 values. */
export function updateRoc(state: RocState, value: number): number | null {
  const { index, period } = state;
  const before = state.window[index] as number;
  state.window[index] = value;
  state.index = index + 1 === period ? 0 : index + 1;
  if (state.count < period) {
    state.count++;
    return null;
  }
  if (state.count === period) state.count++;
  state.level = value / before - 1;
  return state.level;
}

/** The rate, null before `period` + 1 values. */
export function readRoc(state: Readonly<RocState>): number | null {
  return state.count <= state.period ? null : state.level;
}
