import { assertPeriod } from "./period.ts";

/** Simple moving average. */
export interface SmaState {
  period: number;
  count: number;
  index: number;
  sum: number;
  window: number[];
}

/** An average that has seen nothing. */
export function createSma(period: number): SmaState {
  assertPeriod(period);
  return { period, count: 0, index: 0, sum: 0, window: new Array<number>(period).fill(0) };
}

/** Takes one value in and gives the average, null before `period` values. The sum is taken afresh at each turn of the window. */
export function updateSma(state: SmaState, value: number): number | null {
  const { index, period } = state;
  state.sum += value - (state.window[index] as number);
  state.window[index] = value;
  if (state.count < period) state.count++;
  state.index = index + 1;
  if (state.index === period) {
    state.index = 0;
    let sum = 0;
    for (let i = 0; i < period; i++) sum += state.window[i] as number;
    state.sum = sum;
  }
  return state.count < period ? null : state.sum / period;
}

/** The average, null before `period` values. */
export function readSma(state: Readonly<SmaState>): number | null {
  return state.count < state.period ? null : state.sum / state.period;
}
