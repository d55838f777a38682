import { createRandom, nextUint32, nextUniform } from "@quantum/market";
import { STATISTICS_LIMITS } from "./limits.ts";

/** The range in which the figure lies with the stated confidence. */
export interface Interval95 {
  readonly low: number;
  readonly high: number;
}

/**
 * Percentile interval of a figure of a sequence whose neighbours depend on each other: the stationary bootstrap (Politis and Romano, "The
 * Stationary Bootstrap", 1994) joins blocks of random length, mean n^(1/3), so that resamples keep what follows what. Null when a resample gives no figure.
 */
export function bootstrapInterval<T>(
  values: readonly T[],
  figure: (sample: readonly T[]) => number | null,
  label: string,
): Interval95 | null {
  if (values.length < 2) return null;
  const { resamples, confidence, seed } = STATISTICS_LIMITS;
  const random = createRandom(`${seed}/${label}`);
  const nextBlockShare = 1 / Math.max(1, Math.round(Math.cbrt(values.length)));
  const figures = new Float64Array(resamples);
  const sample: T[] = new Array(values.length);
  for (let i = 0; i < resamples; i++) {
    let at = 0;
    for (let j = 0; j < values.length; j++) {
      at = j === 0 || nextUniform(random) < nextBlockShare ? nextUint32(random) % values.length : (at + 1) % values.length;
      sample[j] = values[at] as T;
    }
    const found = figure(sample);
    if (found === null || !Number.isFinite(found)) return null;
    figures[i] = found;
  }
  figures.sort();
  const rank = (share: number) => figures[Math.min(resamples - 1, Math.max(0, Math.round(share * (resamples - 1))))] as number;
  return { low: rank((1 - confidence) / 2), high: rank((1 + confidence) / 2) };
}
