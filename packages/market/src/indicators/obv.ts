/** On-balance volume: volume of rising bars minus volume of falling bars since the first bar, which counts 0. */
export interface ObvState {
  count: number;
  previous: number;
  level: number;
}

/** A volume that has seen nothing. */
export function createObv(): ObvState {
  return { count: 0, previous: 0, level: 0 };
}

/** Takes one bar in and gives the balance; the first bar gives 0. */
export function updateObv(state: ObvState, bar: { readonly close: number; readonly volume: number }): number {
  if (state.count === 0) state.count = 1;
  else if (bar.close > state.previous) state.level += bar.volume;
  else if (bar.close < state.previous) state.level -= bar.volume;
  state.previous = bar.close;
  return state.level;
}

/** The balance, null before the first bar. */
export function readObv(state: Readonly<ObvState>): number | null {
  return state.count === 0 ? null : state.level;
}
