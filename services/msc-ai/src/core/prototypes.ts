import type { MarketState } from "@quantum/types";

/** A state that can be recognised: all but UNKNOWN. */
export type KnownState = Exclude<MarketState, "UNKNOWN">;

/** What bars look like in one state. Lengths are multiples of the symbol's ordinary range (the geometric mean of its true ranges). */
export interface Prototype {
  readonly state: KnownState;
  /** Expected move of a bar, log return. */
  readonly drift: number;
  /** Share of the last move that goes on; below 0 it is taken back. */
  readonly persistence: number;
  /** Share of the distance from the quick average that follows; below 0 prices come back to it. */
  readonly pull: number;
  /** Standard deviation of the move around what the three expect. */
  readonly moveDeviation: number;
  /** Mean and standard deviation of the log range. */
  readonly logRange: number;
  readonly logRangeDeviation: number;
}

/**
 * The eight prototypes: least squares per state on the labelled market, tuning seeds (bench/msc-fit.ts prints this table). The order is the
 * order of the probabilities in the state of the service.
 */
export const PROTOTYPES: readonly Prototype[] = [
  { state: "BULL_STRONG", drift: 1.256, persistence: -0.007, pull: 0.033, moveDeviation: 1.744, logRange: 0.626, logRangeDeviation: 0.543 },
  { state: "BULL_WEAK", drift: 0.452, persistence: -0.355, pull: 0.024, moveDeviation: 0.859, logRange: -0.164, logRangeDeviation: 0.518 },
  { state: "BEAR_STRONG", drift: -1.434, persistence: 0.004, pull: 0.029, moveDeviation: 1.95, logRange: 0.755, logRangeDeviation: 0.545 },
  { state: "BEAR_WEAK", drift: -0.48, persistence: -0.354, pull: 0.027, moveDeviation: 0.913, logRange: -0.098, logRangeDeviation: 0.513 },
  { state: "SIDEWAYS_TIGHT", drift: 0, persistence: 0, pull: -0.104, moveDeviation: 0.424, logRange: -1.009, logRangeDeviation: 0.522 },
  {
    state: "SIDEWAYS_WIDE",
    drift: -0.002,
    persistence: 0.05,
    pull: -0.243,
    moveDeviation: 1.209,
    logRange: 0.075,
    logRangeDeviation: 0.514,
  },
  { state: "VOLATILE", drift: -0.014, persistence: -0.006, pull: 0.002, moveDeviation: 3.56, logRange: 1.373, logRangeDeviation: 0.504 },
  { state: "CHOPPY", drift: -0.003, persistence: -0.599, pull: 0.006, moveDeviation: 1.668, logRange: 0.648, logRangeDeviation: 0.502 },
];

/** The states in the order of the prototypes. */
export const KNOWN_STATES: readonly KnownState[] = PROTOTYPES.map(({ state }) => state);
