import type { Known } from "./case.ts";

/**
 * Cost of walking the book in bps, on top of the half spread. Levels are taken to be as thick as the touch and half a spread apart, which
 * is how a book looks near its touch.
 */
export function impactBps(quantity: number, { touchQuantity, halfSpreadBps }: Pick<Known, "touchQuantity" | "halfSpreadBps">): number {
  if (!(touchQuantity > 0)) return halfSpreadBps;
  return Math.max(0, quantity / touchQuantity - 1) * 0.5 * halfSpreadBps;
}

/** Cost of taking at once against the middle, in bps: half spread, impact and the taker's fee. */
export function takingBps(quantity: number, known: Pick<Known, "touchQuantity" | "halfSpreadBps" | "contract">): number {
  return known.halfSpreadBps + impactBps(quantity, known) + known.contract.takerFeeBps;
}
