import type { Finding, Known } from "./case.ts";
import type { AelmSettings } from "./limits.ts";

/** AE-07: nothing rests while the market moves far more than usual: who rests then is filled when he is wrong. */
export function calmEnough(
  { lastRangeBps, rangeBps }: Pick<Known, "lastRangeBps" | "rangeBps">,
  { maxVolatilityRatio }: Pick<AelmSettings, "maxVolatilityRatio">,
): Finding {
  const ratio = lastRangeBps / rangeBps;
  const reason = `the last bar's range is ${Number(ratio.toFixed(2))} times the usual one; up to ${maxVolatilityRatio} times an order may rest`;
  return { passed: ratio <= maxVolatilityRatio, observed: ratio, limit: maxVolatilityRatio, reason };
}
