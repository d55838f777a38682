import { trueRange } from "@quantum/market";
import type { Bar } from "@quantum/types";
import { LIMITS } from "./limits.ts";

/** What is remembered of a symbol's bars to measure the next one: five numbers, no bars. */
export interface Measures {
  /** Bars measured, for the weight of the next in the ordinary range. */
  count: number;
  close: number;
  /** Mean of the log true range as a share of price: what is ordinary here. */
  ordinaryLogRange: number;
  /** Quick average of the log price. */
  quick: number;
  /** The last move, in ordinary ranges. */
  move: number;
  /** Smoothed log range against the ordinary one. */
  heat: number;
}

/** One bar in the symbol's own units. */
export interface Observation {
  readonly move: number;
  readonly moveBefore: number;
  /** Distance of the last close from the quick average. */
  readonly distance: number;
  readonly logRange: number;
}

/** Measures that have seen nothing. */
export function createMeasures(): Measures {
  return { count: 0, close: 0, ordinaryLogRange: 0, quick: 0, move: 0, heat: 0 };
}

/** Forgets the last bars and keeps what is ordinary: after a gap the next bar has no predecessor. */
export function breakMeasures(measures: Measures): void {
  Object.assign(measures, { close: 0, quick: 0, move: 0, heat: 0 });
}

/**
 * Takes one sound bar in and says what it looks like; null when it has no predecessor. Nothing but this bar and the past is used.
 * `expectedLogRange`: how much of its range the bar owes to the state on; that part says nothing about what is ordinary.
 */
export function measureBar(measures: Measures, bar: Bar, expectedLogRange = 0): Observation | null {
  const before = measures.close;
  measures.close = bar.close;
  if (before === 0) {
    measures.quick = Math.log(bar.close);
    return null;
  }
  const rangeRatio = Math.max(trueRange(bar, before) / before, LIMITS.leastRangeRatio);
  measures.count = Math.min(measures.count + 1, LIMITS.ordinaryBars);
  measures.ordinaryLogRange += (Math.log(rangeRatio) - expectedLogRange - measures.ordinaryLogRange) / measures.count;
  const ordinary = Math.exp(measures.ordinaryLogRange);
  const observation: Observation = {
    move: bound(Math.log(bar.close / before) / ordinary, LIMITS.maxMove),
    moveBefore: measures.move,
    distance: bound((Math.log(before) - measures.quick) / ordinary, LIMITS.maxMove),
    logRange: bound(Math.log(rangeRatio) - measures.ordinaryLogRange, LIMITS.maxLogRange),
  };
  measures.move = observation.move;
  measures.quick += (Math.log(bar.close) - measures.quick) * (2 / (LIMITS.quickBars + 1));
  measures.heat += (observation.logRange - measures.heat) * (2 / (LIMITS.volatilityBars + 1));
  return observation;
}

function bound(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}
