import type { Regime } from "./regimes.ts";

/** How prices move in one labelled state. Everything is per bar and relative, so that it holds for any interval. */
export interface LabelledShape {
  /** Standard deviation of a bar's log return, as a multiple of the symbol's ordinary one. */
  readonly volatility: number;
  /** Expected log return of a bar, as a share of the state's own standard deviation. */
  readonly drift: number;
  /** Correlation of a bar's noise with the one before: below 0 moves are taken back. */
  readonly persistence: number;
  /** Share of the distance from the middle of the range that is taken back each bar; 0: there is no range. */
  readonly pull: number;
  readonly jumpsPerBar: number;
}

/**
 * The eight states as a chart reader would draw them. `REGIME_SHAPES` hides its drifts deep in the noise (a strong trend moves 0.1 of its
 * standard deviation a bar), as real markets mostly do, and nobody can tell within hours which state is on. These are drawn clearly
 * enough that an answer can be right or wrong: strong trends move 0.8 of their own noise every bar; weak ones half as far, in quieter, orderly
 * steps; ranges pull back to their middle; a choppy market takes more than half of every move back at once.
 */
export const LABELLED_SHAPES: Readonly<Record<Regime, LabelledShape>> = {
  BULL_STRONG: { volatility: 1.4, drift: 0.8, persistence: 0, pull: 0, jumpsPerBar: 0.003 },
  BULL_WEAK: { volatility: 0.7, drift: 0.4, persistence: -0.35, pull: 0, jumpsPerBar: 0.001 },
  BEAR_STRONG: { volatility: 1.6, drift: -0.8, persistence: 0, pull: 0, jumpsPerBar: 0.004 },
  BEAR_WEAK: { volatility: 0.75, drift: -0.4, persistence: -0.35, pull: 0, jumpsPerBar: 0.001 },
  SIDEWAYS_TIGHT: { volatility: 0.3, drift: 0, persistence: 0, pull: 0.15, jumpsPerBar: 0.0005 },
  SIDEWAYS_WIDE: { volatility: 0.9, drift: 0, persistence: 0, pull: 0.2, jumpsPerBar: 0.001 },
  VOLATILE: { volatility: 3.5, drift: 0, persistence: 0, pull: 0, jumpsPerBar: 0.02 },
  CHOPPY: { volatility: 1.7, drift: 0, persistence: -0.6, pull: 0, jumpsPerBar: 0.002 },
};

/** What lasts less than three hours of 5-minute bars is a move, not a state. */
export const LEAST_STAY_BARS = 36;
/** Bars an hour has on the 5-minute interval the mean stays of `REGIME_SHAPES` were chosen for. */
export const BARS_PER_HOUR = 12;
/** Size of a jump, in ordinary standard deviations. */
export const JUMP_DEVIATIONS = 3;
