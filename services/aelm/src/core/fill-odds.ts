import type { Side } from "@quantum/types";
import { LIMITS } from "./limits.ts";

/** How resting orders fared, by distance from the price at which they began to wait (`LIMITS.distances`). */
export interface SideOdds {
  /** Share of windows in which the price went through. */
  filled: number[];
  /** Average over all windows of the move against the order, in ranges, where it was missed (0 where it was filled). */
  missed: number[];
  /** The same, of moves that cost only. */
  missedCost: number[];
}

/** Odds of both sides over so many windows. */
export interface Odds {
  windows: number;
  BUY: SideOdds;
  SELL: SideOdds;
}

/** What one window showed, in ranges: how far the price went below and above where it began, and where it ended. */
export interface WindowOutcome {
  readonly down: number;
  readonly up: number;
  readonly move: number;
}

/** What is to be expected of one resting order. */
export interface Expectation {
  readonly fillRate: number;
  readonly missed: number;
  readonly missedCost: number;
}

/** Nothing was seen. */
export function createOdds(): Odds {
  return { windows: 0, BUY: createSide(), SELL: createSide() };
}

function createSide(): SideOdds {
  const nothing = () => LIMITS.distances.map(() => 0);
  return { filled: nothing(), missed: nothing(), missedCost: nothing() };
}

/** Adds a window; the oldest fade once `memory` are remembered. */
export function learn(odds: Odds, { down, up, move }: WindowOutcome, memory: number): void {
  odds.windows += 1;
  const weight = 1 / Math.min(odds.windows, memory);
  learnSide(odds.BUY, { reach: down, move }, weight);
  learnSide(odds.SELL, { reach: up, move: -move }, weight);
}

function learnSide(side: SideOdds, { reach, move }: { reach: number; move: number }, weight: number): void {
  LIMITS.distances.forEach((distance, place) => {
    const filled = reach > distance;
    blend(side.filled, place, { value: filled ? 1 : 0, weight });
    blend(side.missed, place, { value: filled ? 0 : move, weight });
    blend(side.missedCost, place, { value: filled ? 0 : Math.max(0, move), weight });
  });
}

function blend(series: number[], place: number, { value, weight }: { value: number; weight: number }): void {
  const old = series[place] ?? 0;
  series[place] = Number((old + weight * (value - old)).toPrecision(7));
}

/** What a resting order `distance` ranges away may expect: the symbol's own odds, leaning on those of all while they are few. */
export function expect(own: Odds | null, all: Odds, { side, distance }: { side: Side; distance: number }): Expectation {
  const share = own === null ? 0 : own.windows / (own.windows + LIMITS.ownHalfWindows);
  const from = (key: keyof SideOdds) => {
    const general = at(all[side][key], distance);
    return own === null ? general : share * at(own[side][key], distance) + (1 - share) * general;
  };
  return { fillRate: from("filled"), missed: from("missed"), missedCost: from("missedCost") };
}

/** Between two known distances along a straight line; beyond the last one as there. */
function at(series: readonly number[], distance: number): number {
  const { distances } = LIMITS;
  const next = distances.findIndex((known) => known >= distance);
  if (next === 0) return series[0] ?? 0;
  if (next < 0) return series.at(-1) ?? 0;
  const [low, high] = [distances[next - 1] ?? 0, distances[next] ?? 0];
  const share = (distance - low) / (high - low);
  return (series[next - 1] ?? 0) * (1 - share) + (series[next] ?? 0) * share;
}
