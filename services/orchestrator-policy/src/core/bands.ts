import { BANDS } from "./limits.ts";

/** How wild the market is, from calm to wild; UNKNOWN is worse than all. */
export const VOLATILITY_BANDS = ["LOW", "NORMAL", "HIGH", "EXTREME", "UNKNOWN"] as const;
export type VolatilityBand = (typeof VOLATILITY_BANDS)[number];

/** How far equity is below its peak; UNKNOWN is worse than all. */
export const DRAWDOWN_BANDS = ["NONE", "SMALL", "LARGE", "DEEP", "UNKNOWN"] as const;
export type DrawdownBand = (typeof DRAWDOWN_BANDS)[number];

/** OP-02: the volatility band. Exactly at an edge is still the calmer band; what is no figure is UNKNOWN. */
export function volatilityBandOf(ratio: number | null): VolatilityBand {
  const { LOW, NORMAL, HIGH } = BANDS.volatilityRatio;
  if (ratio === null || !Number.isFinite(ratio) || ratio < 0) return "UNKNOWN";
  return ratio <= LOW ? "LOW" : ratio <= NORMAL ? "NORMAL" : ratio <= HIGH ? "HIGH" : "EXTREME";
}

/** OP-02: the drawdown band, by the same rule. */
export function drawdownBandOf(ratio: number | null): DrawdownBand {
  const { NONE, SMALL, LARGE } = BANDS.drawdownRatio;
  if (ratio === null || !Number.isFinite(ratio) || ratio < 0) return "UNKNOWN";
  return ratio <= NONE ? "NONE" : ratio <= SMALL ? "SMALL" : ratio <= LARGE ? "LARGE" : "DEEP";
}
