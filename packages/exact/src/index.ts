import Big from "big.js";

/** Exact decimals of a decision: 20 places for a division or a root, cut off, so that a size never comes out larger than it may be. */
export const Exact = Big();
Exact.DP = 20;
Exact.RM = Exact.roundDown;
export type Exact = Big;

/** Nothing. */
export const ZERO = new Exact(0);

/** Plain decimal text, never in exponent notation and never "-0". */
export function text(value: Exact): string {
  return value.eq(0) ? "0" : value.toFixed();
}

/** The largest multiple of `step` that is not above a positive `value`. */
export function multipleBelow(value: Exact, step: Exact | string): Exact {
  const size = new Exact(step);
  const places = placesOf(size);
  return places === null ? value.div(size).round(0, Exact.roundDown).times(size) : value.round(places, Exact.roundDown);
}

/** The smallest multiple of `step` that is not below a positive `value`. */
export function multipleAbove(value: Exact, step: Exact | string): Exact {
  const below = multipleBelow(value, step);
  return below.lt(value) ? below.plus(step) : below;
}

/** The smaller of two decimals. */
export function smaller(a: Exact, b: Exact): Exact {
  return a.lt(b) ? a : b;
}

/** The larger of two decimals. */
export function larger(a: Exact, b: Exact): Exact {
  return a.gt(b) ? a : b;
}

/** Decimal places of a step that is 1, 0.1, 0.01 ..., which most are and which need no division; null for others. */
function placesOf({ c: digits, e: exponent, s: sign }: Exact): number | null {
  return sign === 1 && digits.length === 1 && digits[0] === 1 && exponent <= 0 ? -exponent : null;
}
