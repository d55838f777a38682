import { type Finding, inBps, type Known } from "./case.ts";
import type { AelmSettings } from "./limits.ts";

/** AE-05: a spread wider than this is not crossed at once by an order that has time. */
export function spreadWithin(
  { halfSpreadBps }: Pick<Known, "halfSpreadBps">,
  { maxSpreadBps }: Pick<AelmSettings, "maxSpreadBps">,
): Finding {
  // To six places, so that a spread of exactly the limit passes however its floats came about.
  const spreadBps = Number((2 * halfSpreadBps).toFixed(6));
  const reason = `the spread is ${inBps(spreadBps)}; up to ${inBps(maxSpreadBps)} it may be crossed at once`;
  return { passed: spreadBps <= maxSpreadBps, observed: spreadBps, limit: maxSpreadBps, reason };
}
