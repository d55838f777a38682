import { Big } from "big.js";

/** The sum of exact amounts, exact. */
export function sumOf(amounts: readonly string[]): string {
  return amounts.reduce((total, amount) => total.plus(amount), new Big(0)).toFixed();
}

/** The one spelling of an amount: "1.50" and "1.5" are the same number. */
export function canonical(amount: string): string {
  return new Big(amount).toFixed();
}

export function sameAmount(one: string, other: string): boolean {
  return new Big(one).eq(other);
}

/** For ratios and other analytics, where floats are good enough. */
export function toNumber(amount: string): number {
  return Number(amount);
}
