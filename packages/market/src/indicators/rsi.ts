import { assertPeriod } from "./period.ts";

/** Relative strength index with Wilder's smoothing ("New Concepts in Technical Trading Systems", 1978), 0 to 100. */
export interface RsiState {
  period: number;
  /** Changes seen, at most `period`; -1 before the first value. */
  count: number;
  previous: number;
  /** Sums while `count < period`, averages afterwards. */
  gain: number;
  loss: number;
}

/** An index that has seen nothing. */
export function createRsi(period = 14): RsiState {
  assertPeriod(period);
  return { period, count: -1, previous: 0, gain: 0, loss: 0 };
}

/** Takes one close in and gives the index, null before `period` changes. */
export function updateRsi(state: RsiState, close: number): number | null {
  const change = close - state.previous;
  state.previous = close;
  if (state.count < 0) {
    state.count = 0;
    return null;
  }
  const gain = Math.max(change, 0);
  const loss = change < 0 ? -change : 0;
  if (state.count >= state.period) {
    state.gain += (gain - state.gain) / state.period;
    state.loss += (loss - state.loss) / state.period;
    return readRsi(state);
  }
  state.count++;
  state.gain += gain;
  state.loss += loss;
  if (state.count < state.period) return null;
  state.gain /= state.period;
  state.loss /= state.period;
  return readRsi(state);
}

/** The index, null before `period` changes; 50 when nothing moved. */
export function readRsi(state: Readonly<RsiState>): number | null {
  if (state.count < state.period) return null;
  const total = state.gain + state.loss;
  return total > 0 ? (100 * state.gain) / total : 50;
}
