import { createRollingExtreme, type RollingExtreme, updateRollingExtreme } from "./rolling-extreme.ts";

/** Donchian channel: highest high and lowest low of the last `period` bars, the newest included. */
export interface DonchianState {
  highs: RollingExtreme;
  /** Lows are kept negated: the largest of them is the lowest low. */
  lows: RollingExtreme;
}

/** The channel. */
export interface DonchianReading {
  readonly upper: number;
  readonly lower: number;
  readonly middle: number;
}

/** A channel that has seen nothing. */
export function createDonchian(period = 20): DonchianState {
  return { highs: createRollingExtreme(period), lows: createRollingExtreme(period) };
}

/** Takes one bar in and gives the width of the channel, null before `period` bars. */
export function updateDonchian(state: DonchianState, bar: { readonly high: number; readonly low: number }): number | null {
  const upper = updateRollingExtreme(state.highs, bar.high);
  const lower = -updateRollingExtreme(state.lows, -bar.low);
  return state.highs.count < state.highs.period ? null : upper - lower;
}

/** The channel, null before `period` bars. */
export function readDonchian(state: Readonly<DonchianState>): DonchianReading | null {
  const { highs, lows } = state;
  if (highs.count < highs.period) return null;
  const upper = highs.values[highs.head] as number;
  const lower = -(lows.values[lows.head] as number);
  return { upper, lower, middle: (upper + lower) / 2 };
}
