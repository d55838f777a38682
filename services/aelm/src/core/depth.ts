import type { Intent } from "@quantum/types";
import type { Finding, Known } from "./case.ts";
import { impactBps } from "./costs.ts";
import { type AelmSettings, LIMITS } from "./limits.ts";

/** AE-06: an order of more than so many times the touch is taken in parts, if that saves more than the waiting costs. */
export function depthWithin(
  { quantity }: Pick<Intent, "quantity">,
  known: Known,
  { touchMultiple }: Pick<AelmSettings, "touchMultiple">,
): Finding {
  const multiple = known.touchQuantity > 0 ? Number(quantity) / known.touchQuantity : null;
  const parts = partsOf(Number(quantity), known, touchMultiple);
  const shown = multiple === null ? "nothing rests at the touch" : `${Number(multiple.toFixed(2))} times what rests at the touch`;
  const reason = `${shown}; up to ${touchMultiple} times are taken at once: ${parts === 1 ? "whole" : `${parts} parts`}`;
  return { passed: multiple !== null && multiple <= touchMultiple, observed: multiple, limit: touchMultiple, reason };
}

/** Parts worth having: the fewest that fit, and only while each saves more than its wait costs. */
export function partsOf(quantity: number, known: Known, touchMultiple: number): number {
  const fitting = known.touchQuantity > 0 ? Math.ceil(quantity / known.touchQuantity / touchMultiple) : 1;
  const most = Math.min(LIMITS.slicesMax, Math.max(1, fitting));
  const costBps = (parts: number) => impactBps(quantity / parts, known) + (parts - 1) * LIMITS.waitCostRanges * known.rangeBps;
  let best = 1;
  for (let parts = 2; parts <= most; parts++) if (costBps(parts) < costBps(best)) best = parts;
  return best;
}
