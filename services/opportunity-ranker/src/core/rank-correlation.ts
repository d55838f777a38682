import type { EventData } from "@quantum/types";
import { LIMITS } from "./limits.ts";
import { rounded } from "./rounded.ts";

const DAY_MS = 86_400_000;
/** Two-sided 95 % of a normal distribution. */
const SIDES_95 = 1.96;

/** Rank correlations of the cycles of one day, summed up. */
export interface DayOfRanks {
  /** Days since the epoch. */
  day: number;
  cycles: number;
  sum: number;
  squares: number;
  /** Scores with an outcome. */
  samples: number;
}

export type RankCorrelation = EventData<"opportunities.ranked">["rankCorrelation"];

/** Adds the correlation of one cycle to its day, and forgets days that are too old. */
export function addCycle(days: DayOfRanks[], at: number, correlation: { readonly value: number; readonly samples: number }): void {
  const day = Math.floor(at / DAY_MS);
  let today = days.at(-1);
  if (today === undefined || today.day < day) {
    today = { day, cycles: 0, sum: 0, squares: 0, samples: 0 };
    days.push(today);
    while (days.length > 0 && (days[0] as DayOfRanks).day <= day - LIMITS.daysKept) days.shift();
  }
  today.cycles++;
  today.sum += correlation.value;
  today.squares += correlation.value * correlation.value;
  today.samples += correlation.samples;
}

/**
 * OR-09: the mean rank correlation of scores and outcomes within a cycle, with its 95 % interval. Horizons of neighbouring cycles overlap, so
 * the interval counts horizons, not cycles. Null below the least sample.
 */
export function rankCorrelationOf(days: readonly DayOfRanks[], horizonBars: number): RankCorrelation {
  const sum = (pick: (day: DayOfRanks) => number) => days.reduce((total, day) => total + pick(day), 0);
  const [cycles, samples] = [sum(({ cycles: count }) => count), sum(({ samples: count }) => count)];
  const horizons = cycles / Math.max(1, horizonBars);
  if (samples < LIMITS.minSamples || horizons < LIMITS.minHorizons) return null;
  const value = sum((day) => day.sum) / cycles;
  const variance = Math.max(0, sum(({ squares }) => squares) / cycles - value * value);
  const margin = SIDES_95 * Math.sqrt(variance / horizons);
  return { value: shown(value), samples, low: shown(Math.max(-1, value - margin)), high: shown(Math.min(1, value + margin)) };
}

/** Spearman's rank correlation of two equally long rows, ties sharing their mean rank; null when one of them does not vary. */
export function spearman(a: readonly number[], b: readonly number[]): number | null {
  const [ranksA, ranksB] = [ranksOf(a), ranksOf(b)];
  const mean = (a.length + 1) / 2;
  let [cross, squareA, squareB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [da, db] = [(ranksA[i] as number) - mean, (ranksB[i] as number) - mean];
    cross += da * db;
    squareA += da * da;
    squareB += db * db;
  }
  return squareA > 0 && squareB > 0 ? cross / Math.sqrt(squareA * squareB) : null;
}

function ranksOf(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((i, j) => (values[i] as number) - (values[j] as number));
  const ranks = new Array<number>(values.length).fill(0);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1] as number] === values[order[from] as number]) to++;
    for (let i = from; i <= to; i++) ranks[order[i] as number] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return ranks;
}

function shown(value: number): number {
  return rounded(value, LIMITS.scoreDecimals);
}
