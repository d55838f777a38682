import type { Decimal } from "@quantum/types";
import Big from "big.js";
import type { Market } from "./state.ts";

/** Number of digits behind the point of an increment such as "0.001". */
export function decimalsOf(increment: Decimal): number {
  const text = new Big(increment).toFixed();
  const point = text.indexOf(".");
  return point < 0 ? 0 : text.length - point - 1;
}

/** Plain text of an exact number, without exponent. */
export function text(value: Big): Decimal {
  return value.toFixed();
}

/** a + b, exactly. */
export function add(a: Decimal, b: Decimal | Big): Decimal {
  return new Big(a).plus(b).toFixed();
}

/** A whole number of ticks as a price. */
export function priceOf(market: Market, ticks: number): Decimal {
  return (ticks * market.tick).toFixed(market.priceDecimals);
}

/** A whole number of steps as a quantity. */
export function quantityOf(market: Market, steps: number): Decimal {
  return (steps * market.step).toFixed(market.quantityDecimals);
}

/** How many whole steps a quantity has. */
export function stepsIn(market: Market, quantity: Decimal | number): number {
  return Math.round(Number(quantity) / market.step);
}

/** True when `value` is a whole multiple of `increment`. */
export function isMultiple(value: Decimal, increment: Decimal): boolean {
  return new Big(value).mod(increment).eq(0);
}
