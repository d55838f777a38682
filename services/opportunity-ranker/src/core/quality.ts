import { SCALES, WEIGHTS } from "./limits.ts";

/** The parts of the quality, each in [0, 1]; null does not apply and is left out. */
export type QualityParts = { readonly [K in keyof typeof WEIGHTS]: number | null };

/** The share of a claimed score that is kept: the weighted mean of the parts, on [least quality, 1]. */
export function qualityOf(parts: QualityParts): number {
  let sum = 0;
  let weights = 0;
  for (const name of Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[]) {
    const part = parts[name];
    if (part === null) continue;
    sum += WEIGHTS[name] * part;
    weights += WEIGHTS[name];
  }
  return SCALES.leastQuality + (1 - SCALES.leastQuality) * (sum / weights);
}

/**
 * OR-07: the score: expected value after costs per unit of risk (the loss at the stop, costs included), moved by quality: a gain counts less
 * and a loss more where quality is low, so that quality never turns one into the other.
 */
export function scoreOf(expectedValueBps: number, riskBps: number, quality: number): number {
  const perRisk = expectedValueBps / riskBps;
  return perRisk >= 0 ? perRisk * quality : perRisk / quality;
}
