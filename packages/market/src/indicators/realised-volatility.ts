import { assertPeriod } from "./period.ts";

/** Realised volatility per bar: root mean square of the last `period` log returns (no mean is taken off). */
export interface RealisedVolatilityState {
  period: number;
  /** Returns seen, at most `period`; -1 before the first close. */
  count: number;
  index: number;
  previous: number;
  squares: number;
  window: number[];
}

/** A volatility that has seen nothing. */
export function createRealisedVolatility(period = 30): RealisedVolatilityState {
  assertPeriod(period);
  return { period, count: -1, index: 0, previous: 0, squares: 0, window: new Array<number>(period).fill(0) };
}

/** Takes one close in and gives the volatility, null before `period` returns. */
export function updateRealisedVolatility(state: RealisedVolatilityState, close: number): number | null {
  const { index, period, previous } = state;
  state.previous = close;
  if (state.count < 0) {
    state.count = 0;
    return null;
  }
  const change = Math.log(close / previous);
  const square = change * change;
  state.squares += square - (state.window[index] as number);
  state.window[index] = square;
  if (state.count < period) state.count++;
  state.index = index + 1;
  if (state.index === period) turn(state);
  return readRealisedVolatility(state);
}

/** The volatility per bar, null before `period` returns. */
export function readRealisedVolatility(state: Readonly<RealisedVolatilityState>): number | null {
  if (state.count < state.period) return null;
  return state.squares > 0 ? Math.sqrt(state.squares / state.period) : 0;
}

function turn(state: RealisedVolatilityState): void {
  state.index = 0;
  let squares = 0;
  for (let i = 0; i < state.period; i++) squares += state.window[i] as number;
  state.squares = squares;
}
