import type { Side } from "@quantum/types";
import Big from "big.js";
import { isMultiple } from "./decimals.ts";
import { ENGINE_LIMITS } from "./limits.ts";
import { type Refusal, refuse } from "./refusal.ts";
import type { Market } from "./state.ts";

const NUMBER = /^\d+(\.\d+)?$/;

/** LOT_SIZE: quantity on the step, between minimum and maximum. */
export function checkQuantity(market: Market, quantity: string | undefined): Refusal | null {
  if (quantity === undefined || !NUMBER.test(quantity))
    return refuse("BAD_PARAMETER", "Mandatory parameter 'quantity' was not sent, was empty/null, or malformed.");
  const { instrument } = market;
  if (new Big(quantity).lte(0)) return refuse("QUANTITY_NOT_POSITIVE");
  if (!isMultiple(quantity, instrument.stepSize))
    return refuse("BAD_PRECISION", `Quantity ${quantity} is not a multiple of the step size ${instrument.stepSize}.`);
  if (new Big(quantity).lt(instrument.minQuantity))
    return refuse("QUANTITY_TOO_SMALL", `Quantity less than min quantity ${instrument.minQuantity}.`);
  if (new Big(quantity).gt(instrument.maxQuantity))
    return refuse("QUANTITY_TOO_LARGE", `Quantity greater than max quantity ${instrument.maxQuantity}.`);
  return null;
}

/** PRICE_FILTER: a positive price on the tick. */
export function checkTick(market: Market, price: string | undefined, name = "price"): Refusal | null {
  if (price === undefined || !NUMBER.test(price))
    return refuse("BAD_PARAMETER", `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);
  if (new Big(price).lte(0)) return refuse("PRICE_NOT_POSITIVE");
  if (!isMultiple(price, market.instrument.tickSize))
    return refuse("PRICE_NOT_ON_TICK", `Price ${price} not increased by tick size ${market.instrument.tickSize}.`);
  return null;
}

/** PERCENT_PRICE: a limit buy not far above, a limit sell not far below the mark price. */
export function checkPercentPrice(market: Market, side: Side, price: string): Refusal | null {
  const ratio = ENGINE_LIMITS.percentPriceRatio;
  const highest = new Big(market.markPrice).times(1 + ratio);
  const lowest = new Big(market.markPrice).times(1 - ratio);
  if (side === "BUY" && new Big(price).gt(highest))
    return refuse("PRICE_TOO_HIGH", `Limit price can't be higher than ${highest.toFixed(market.priceDecimals)}.`);
  if (side === "SELL" && new Big(price).lt(lowest))
    return refuse("PRICE_TOO_LOW", `Limit price can't be lower than ${lowest.toFixed(market.priceDecimals)}.`);
  return null;
}

/** MIN_NOTIONAL: does not bind reduce-only orders. */
export function checkNotional(market: Market, quantity: string, price: string | number): Refusal | null {
  const { minNotionalUsd } = market.instrument;
  if (new Big(quantity).times(price).gte(minNotionalUsd)) return null;
  return refuse("NOTIONAL_TOO_SMALL", `Order's notional must be no smaller than ${minNotionalUsd} (unless you choose reduce only).`);
}

/** The first refusal among checks, in the order in which they are given. */
export function firstRefusal(...checks: readonly (() => Refusal | null)[]): Refusal | null {
  for (const check of checks) {
    const refusal = check();
    if (refusal) return refusal;
  }
  return null;
}
