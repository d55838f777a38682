import { Exact } from "@quantum/exact";
import { type Effect, emit } from "@quantum/types";
import { inBps, signOf } from "./case.ts";
import type { AelmSettings } from "./limits.ts";
import { NAME } from "./name.ts";
import type { Parent } from "./state.ts";

/**
 * AE-11: an urgent exit has no guard; when one of its fills lies farther from arrival than the widest guard an exit may have, a person is told how far.
 * Only of orders that followed our plan: the plain order's price is not our doing.
 */
export function beyondGuard(parent: Readonly<Parent>, { exitGuardMaxBps }: Pick<AelmSettings, "exitGuardMaxBps">): Effect[] {
  const { followed, unguarded, worstPrice, arrivalPrice, symbol, intentId } = parent;
  if (!followed || !unguarded || worstPrice === null) return [];
  const distance = new Exact(worstPrice).minus(arrivalPrice).times(signOf(parent));
  if (distance.times(10_000).lte(new Exact(arrivalPrice).times(exitGuardMaxBps))) return [];
  const bps = distance.div(arrivalPrice).times(10_000).toNumber();
  const message = `${symbol}: the urgent exit ${intentId} was filled up to ${inBps(bps)} beyond arrival ${arrivalPrice} (worst at ${worstPrice}); other exits stop at ${inBps(exitGuardMaxBps)}.`;
  const action = "See GET /shortfall of aelm and the market at that moment; nothing is left to do for this order.";
  return [emit("alert.raised", { service: NAME, severity: "WARNING", code: "SLIPPAGE_BEYOND_GUARD", message, action })];
}

/** The worse of two prices for this side; a first fill is the worst so far, also of an order that was followed before worst prices were kept. */
export function worseOf({ side, worstPrice = null }: Partial<Pick<Parent, "worstPrice">> & Pick<Parent, "side">, price: string): string {
  if (worstPrice === null) return price;
  const isWorse = side === "BUY" ? new Exact(price).gt(worstPrice) : new Exact(price).lt(worstPrice);
  return isWorse ? price : worstPrice;
}
