import { SCALES } from "./limits.ts";
import type { SymbolMeasure } from "./state.ts";

const DAY_MS = 86_400_000;

/** OR-05: how deep the market is, by turnover a day on a logarithmic scale; 0 while it is not known. */
export function liquidity(measure: Readonly<SymbolMeasure> | null, stepMs: number): number {
  if (measure === null || !(measure.turnoverUsd > 0)) return 0;
  const aDayUsd = (measure.turnoverUsd * DAY_MS) / stepMs;
  const { thinTurnoverUsd, deepTurnoverUsd } = SCALES;
  return Math.min(1, Math.max(0, Math.log(aDayUsd / thinTurnoverUsd) / Math.log(deepTurnoverUsd / thinTurnoverUsd)));
}
