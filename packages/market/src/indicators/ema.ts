import { assertPeriod } from "./period.ts";

/** Exponential moving average with factor 2 / (period + 1), seeded with the simple mean of the first `period` values. */
export interface EmaState {
  period: number;
  count: number;
  /** The sum of the seed while `count < period`, the average afterwards. */
  level: number;
}

/** An average that has seen nothing. */
export function createEma(period: number): EmaState {
  assertPeriod(period);
  return { period, count: 0, level: 0 };
}

/** Takes one value in and gives the average, null before `period` values. */
export function updateEma(state: EmaState, value: number): number | null {
  if (state.count >= state.period) {
    state.level += (value - state.level) * (2 / (state.period + 1));
    return state.level;
  }
  state.count++;
  state.level += value;
  if (state.count < state.period) return null;
  state.level /= state.period;
  return state.level;
}

/** The average, null before `period` values. */
export function readEma(state: Readonly<EmaState>): number | null {
  return state.count < state.period ? null : state.level;
}
