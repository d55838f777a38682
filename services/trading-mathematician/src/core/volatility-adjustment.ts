import { type Finding, percent } from "./finding.ts";
import type { MathematicianSettings } from "./limits.ts";

/** TM-04: factor on the risk, 1 up to the reference range and falling in proportion above it; never above 1. */
export function volatilityFactor(atrRatio: number, { referenceAtrRatio }: Pick<MathematicianSettings, "referenceAtrRatio">): number {
  return atrRatio <= referenceAtrRatio ? 1 : referenceAtrRatio / atrRatio;
}

/** TM-04 in words. */
export function volatilityFinding(atrRatio: number, settings: MathematicianSettings): Finding {
  const factor = volatilityFactor(atrRatio, settings);
  const reason = `average range ${percent(atrRatio)} of price: risk times ${Number(factor.toFixed(4))}`;
  return { passed: true, observed: atrRatio, limit: settings.referenceAtrRatio, reason };
}
