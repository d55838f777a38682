import { LIMITS } from "./limits.ts";

/** Sums over outcomes of (probability - 1/2) times (up - 1/2), and of (probability - 1/2) squared, older ones weighted less. */
export interface Calibration {
  cross: number;
  square: number;
}

/** Nothing measured yet. */
export function emptyCalibration(): Calibration {
  return { cross: 0, square: 0 };
}

/** A claimed probability of a rise, and whether it rose: 1, 0, or 1/2 when the price did not move. */
export interface ClaimedOutcome {
  readonly probabilityUp: number;
  readonly up: number;
}

/**
 * OR-03: how much of a claimed edge is believed: the slope of outcomes on claims (Bayesian regression through one half), between a prior and
 * what was measured, never below 0 and never above 1. A model without an edge is shrunk to a coin; one that is too shy is not stretched.
 */
export function slopeOf({ cross, square }: Readonly<Calibration>): number {
  const slope = (cross + LIMITS.priorWeight * LIMITS.priorSlope) / (square + LIMITS.priorWeight);
  return Math.min(1, Math.max(0, slope));
}

/** A probability moved towards one half. */
export function shrink(probability: number, slope: number): number {
  return 0.5 + slope * (probability - 0.5);
}

/**
 * Takes the outcomes of one cycle in. They are not independent: neighbouring cycles share all but one bar of their horizon, and coins move
 * together; so they count as the few independent ones they are worth.
 */
export function measure(calibration: Calibration, outcomes: readonly ClaimedOutcome[], horizonBars: number): void {
  calibration.cross *= LIMITS.keepShare;
  calibration.square *= LIMITS.keepShare;
  const weight = 1 / ((1 + (outcomes.length - 1) * LIMITS.outcomeCorrelation) * Math.max(1, horizonBars));
  for (const { probabilityUp, up } of outcomes) {
    const claim = probabilityUp - 0.5;
    calibration.cross += weight * claim * (up - 0.5);
    calibration.square += weight * claim * claim;
  }
}
