import Big from "big.js";

/** Exact decimals: 20 places for a division, cut off, so that a size never comes out larger than it may be. */
export const Exact = Big();
Exact.DP = 20;
Exact.RM = Exact.roundDown;
export type Exact = Big;

/** Plain decimal text, never in exponent notation. */
export function text(value: Exact): string {
  const plain = value.toFixed();
  return plain === "-0" ? "0" : plain;
}

/** The largest multiple of `step` that is not above a positive `value`. */
export function multipleBelow(value: Exact, step: string): Exact {
  return value.div(step).round(0, Exact.roundDown).times(step);
}

/** The smallest multiple of `step` that is not below a positive `value`. */
export function multipleAbove(value: Exact, step: string): Exact {
  const below = multipleBelow(value, step);
  return below.lt(value) ? below.plus(step) : below;
}

/** The smaller of two decimals. */
export function smaller(a: Exact, b: Exact): Exact {
  return a.lt(b) ? a : b;
}
