import type { RangeBar } from "./atr.ts";
import { assertPeriod } from "./period.ts";

/** Volume-weighted average of the typical price (high + low + close) / 3 over the last `period` bars. */
export interface VwapState {
  period: number;
  count: number;
  index: number;
  turnover: number;
  volume: number;
  turnovers: number[];
  volumes: number[];
}

/** An average that has seen nothing. */
export function createVwap(period = 20): VwapState {
  assertPeriod(period);
  const empty = (): number[] => new Array<number>(period).fill(0);
  return { period, count: 0, index: 0, turnover: 0, volume: 0, turnovers: empty(), volumes: empty() };
}

/** Takes one bar in and gives the average, null before `period` bars and while the window has no volume. */
export function updateVwap(state: VwapState, bar: RangeBar & { readonly volume: number }): number | null {
  const { index, period } = state;
  const turnover = ((bar.high + bar.low + bar.close) / 3) * bar.volume;
  state.turnover += turnover - (state.turnovers[index] as number);
  state.volume += bar.volume - (state.volumes[index] as number);
  state.turnovers[index] = turnover;
  state.volumes[index] = bar.volume;
  if (state.count < period) state.count++;
  state.index = index + 1;
  if (state.index === period) turn(state);
  return readVwap(state);
}

/** The average, null before `period` bars and while the window has no volume. */
export function readVwap(state: Readonly<VwapState>): number | null {
  return state.count < state.period || !(state.volume > 0) ? null : state.turnover / state.volume;
}

function turn(state: VwapState): void {
  state.index = 0;
  let turnover = 0;
  let volume = 0;
  for (let i = 0; i < state.period; i++) {
    turnover += state.turnovers[i] as number;
    volume += state.volumes[i] as number;
  }
  state.turnover = turnover;
  state.volume = volume;
}
