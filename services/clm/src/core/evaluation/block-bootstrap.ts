import { nextUniform, type Random } from "@quantum/market";
import { EVALUATION } from "../limits.ts";
import { ESTIMATED, type Estimated, figuresOf } from "./figures.ts";
import { emptySums, type Sums } from "./sample.ts";

/** How far each figure spreads; null where it cannot be told. */
export type Spreads = Readonly<Record<Estimated, number | null>>;

const FIELDS = Object.keys(emptySums()) as (keyof Sums)[];

/**
 * Standard errors by the moving-block bootstrap (Künsch, "The jackknife and the bootstrap for general stationary
 * observations", 1989): whole days of consecutive hours, each with all its symbols, are drawn with replacement, so that what
 * overlaps or moves together stays together. Widened by sqrt(k / (k - 1)) for k blocks, because resampling k things shows
 * only that share of their variance.
 */
export function bootstrapSpreads(hours: readonly Readonly<Sums>[], blockHours: number, random: Random): Spreads {
  const blocks = Math.floor(hours.length / blockHours);
  const running = runningSums(hours);
  const draws: Record<Estimated, number[]> = { accuracy: [], excess: [], brier: [], skill: [] };
  for (let draw = 0; draw < EVALUATION.resamples; draw++) {
    const figures = figuresOf(drawBlocks(running, { blocks, blockHours }, random));
    for (const name of ESTIMATED) if (figures[name] !== null) draws[name].push(figures[name]);
  }
  const widen = Math.sqrt(blocks / Math.max(1, blocks - 1)) * Math.sqrt((blocks * blockHours) / hours.length);
  const spread = (name: Estimated): number | null => deviation(draws[name], widen);
  return { accuracy: spread("accuracy"), excess: spread("excess"), brier: spread("brier"), skill: spread("skill") };
}

/** Sums up to each hour, all fields of an hour side by side, so that a block is a difference of two. */
function runningSums(hours: readonly Readonly<Sums>[]): Float64Array {
  const width = FIELDS.length;
  const running = new Float64Array((hours.length + 1) * width);
  for (const [hour, sums] of hours.entries())
    for (const [i, field] of FIELDS.entries()) running[(hour + 1) * width + i] = (running[hour * width + i] as number) + sums[field];
  return running;
}

function drawBlocks(
  running: Float64Array,
  { blocks, blockHours }: { readonly blocks: number; readonly blockHours: number },
  random: Random,
): Sums {
  const width = FIELDS.length;
  const starts = running.length / width - blockHours;
  const totals = new Float64Array(width);
  for (let block = 0; block < blocks; block++) {
    const start = Math.floor(nextUniform(random) * starts) * width;
    const end = start + blockHours * width;
    for (let i = 0; i < width; i++) totals[i] = (totals[i] as number) + (running[end + i] as number) - (running[start + i] as number);
  }
  const sums = emptySums();
  for (const [i, field] of FIELDS.entries()) sums[field] = totals[i] as number;
  return sums;
}

/** A figure that some resamples could not say has no spread: it is not known how far it may be off. */
function deviation(values: readonly number[], widen: number): number | null {
  if (values.length < EVALUATION.resamples) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return Math.sqrt(variance) * widen;
}
