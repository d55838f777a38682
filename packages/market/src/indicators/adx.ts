import { type RangeBar, trueRange } from "./atr.ts";
import { assertPeriod } from "./period.ts";

/** Average directional index with +DI and -DI, Wilder's sums and smoothing (1978), each 0 to 100. */
export interface AdxState {
  period: number;
  /** Bars after the first, at most 2 * period - 1; -1 before the first bar. */
  count: number;
  previousHigh: number;
  previousLow: number;
  previousClose: number;
  range: number;
  plusMove: number;
  minusMove: number;
  /** A sum of directional indices while it is being seeded, the average afterwards. */
  level: number;
}

/** What the index says: the two directional indicators, and the strength once it is known. */
export interface AdxReading {
  readonly plusDi: number;
  readonly minusDi: number;
  readonly adx: number | null;
}

/** An index that has seen nothing. */
export function createAdx(period = 14): AdxState {
  assertPeriod(period);
  return { period, count: -1, previousHigh: 0, previousLow: 0, previousClose: 0, range: 0, plusMove: 0, minusMove: 0, level: 0 };
}

/** Takes one bar in and gives the strength, null before 2 * period bars. */
export function updateAdx(state: AdxState, bar: RangeBar): number | null {
  if (state.count >= 0) move(state, bar);
  else state.count = 0;
  state.previousHigh = bar.high;
  state.previousLow = bar.low;
  state.previousClose = bar.close;
  return state.count < 2 * state.period - 1 ? null : state.level;
}

/** Both directional indicators from `period` + 1 bars on, and the strength; null before. */
export function readAdx(state: Readonly<AdxState>): AdxReading | null {
  if (state.count < state.period) return null;
  const scale = state.range > 0 ? 100 / state.range : 0;
  const adx = state.count < 2 * state.period - 1 ? null : state.level;
  return { plusDi: state.plusMove * scale, minusDi: state.minusMove * scale, adx };
}

function move(state: AdxState, bar: RangeBar): void {
  const { period } = state;
  const up = bar.high - state.previousHigh;
  const down = state.previousLow - bar.low;
  const keep = state.count < period ? 1 : 1 - 1 / period;
  state.range = state.range * keep + trueRange(bar, state.previousClose);
  state.plusMove = state.plusMove * keep + (up > down && up > 0 ? up : 0);
  state.minusMove = state.minusMove * keep + (down > up && down > 0 ? down : 0);
  if (state.count >= 2 * period - 1) {
    state.level += (directionalIndex(state) - state.level) / period;
    return;
  }
  state.count++;
  if (state.count < period) return;
  state.level += directionalIndex(state);
  if (state.count === 2 * period - 1) state.level /= period;
}

function directionalIndex(state: AdxState): number {
  const total = state.plusMove + state.minusMove;
  return total > 0 ? (100 * Math.abs(state.plusMove - state.minusMove)) / total : 0;
}
