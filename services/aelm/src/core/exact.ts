import Big from "big.js";

/** Exact decimals of the planner: 20 places for a division, cut off. */
export const Exact = Big();
Exact.DP = 20;
Exact.RM = Exact.roundDown;
export type Exact = Big;

/** Plain decimal text, never in exponent notation. */
export function text(value: Exact): string {
  return value.eq(0) ? "0" : value.toFixed();
}

/** The largest multiple of `step` that is not above a positive `value`. */
export function multipleBelow(value: Exact, step: Exact): Exact {
  return value.div(step).round(0, Exact.roundDown).times(step);
}

/** The smallest multiple of `step` that is not below a positive `value`. */
export function multipleAbove(value: Exact, step: Exact): Exact {
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
