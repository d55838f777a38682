import type { Candidate } from "./candidate.ts";
import { LIMITS, SCALES, type UniverseSettings, WEIGHTS } from "./limits.ts";

/** The parts of a score, each in [0, 1]. `ranking` null: no ranker binds, so it does not count. */
export interface ScoreParts {
  readonly liquidity: number;
  readonly spread: number;
  readonly volatility: number;
  readonly completeness: number;
  readonly age: number;
  readonly ranking: number | null;
}

/** How the candidate stands among the others, and whether rankings count: `ranking` null when no ranker binds. */
export interface Standing {
  /** 1 for the largest turnover, falling evenly to 1/n for the least. */
  readonly liquidity: number;
  readonly ranking: number | null;
}

/**
 * UOS-08: the score in [0, 1]: the weighted mean of turnover rank, spread, volatility, completeness of data, age and, while a ranker binds,
 * place in its rankings. Each part is documented with its scale in limits.ts. Called for candidates that pass every filter.
 */
export function scorePartsOf(candidate: Candidate, standing: Standing, settings: UniverseSettings): ScoreParts {
  const { spreadBps, day, ageMs } = candidate;
  return {
    liquidity: standing.liquidity,
    spread: spreadBps === null ? 0 : falling(spreadBps, SCALES.bestSpreadBps, settings.maxSpreadBps),
    volatility: volatilityPart(day?.dailyVolatility ?? 0),
    completeness: day === null ? 0 : falling(day.missingRatio, 0, SCALES.worstMissingRatio),
    age: ageMs === null ? 0 : agePart(ageMs, settings.minListingAgeMs),
    ranking: standing.ranking,
  };
}

/** The weighted mean of the parts that count. */
export function scoreOf(parts: ScoreParts): number {
  let sum = 0;
  let weights = 0;
  for (const name of Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[]) {
    const part = parts[name];
    if (part === null) continue;
    sum += WEIGHTS[name] * part;
    weights += WEIGHTS[name];
  }
  return Number((sum / weights).toFixed(LIMITS.scoreDecimals));
}

function volatilityPart(dailyVolatility: number): number {
  const { none, fromRatio, toRatio, tooMuch } = SCALES.dailyVolatility;
  return Math.min(1 - falling(dailyVolatility, none, fromRatio), falling(dailyVolatility, toRatio, tooMuch));
}

/** Half at the least age, rising with its logarithm to 1 when seasoned. */
function agePart(ageMs: number, leastMs: number): number {
  const least = Math.max(leastMs, 1);
  if (ageMs >= SCALES.seasonedAgeMs || least >= SCALES.seasonedAgeMs) return 1;
  if (ageMs <= least) return 0.5;
  return 0.5 + (0.5 * Math.log(ageMs / least)) / Math.log(SCALES.seasonedAgeMs / least);
}

/** 1 up to `best`, 0 from `worst` on, even in between. */
function falling(value: number, best: number, worst: number): number {
  if (value <= best) return 1;
  if (value >= worst) return 0;
  return (worst - value) / (worst - best);
}
