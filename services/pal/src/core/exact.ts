import Big from "big.js";

/** Exact decimals of plans: 20 places for a division. */
export const Exact = Big();
Exact.DP = 20;
export type Exact = Big;

/** Plain decimal text, never in exponent notation. */
export function text(value: Exact): string {
  return value.eq(0) ? "0" : value.toFixed();
}

/** The largest multiple of `step` that is not above a positive `value`. */
export function multipleBelow(value: Exact, step: string): Exact {
  const places = placesOf(step);
  return places === null ? value.div(step).round(0, Exact.roundDown).times(step) : value.round(places, Exact.roundDown);
}

/** The smallest multiple of `step` that is not below a positive `value`. */
export function multipleAbove(value: Exact, step: string): Exact {
  const below = multipleBelow(value, step);
  return below.lt(value) ? below.plus(step) : below;
}

/** Decimal places of a step such as "0.01" or "1", which most are; null for others, which need a division. */
function placesOf(step: string): number | null {
  if (step === "1") return 0;
  return /^0\.0*1$/.test(step) ? step.length - 2 : null;
}
