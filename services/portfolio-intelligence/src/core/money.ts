import Big from "big.js";

/** Exact decimals of this ledger: 20 places for the rare division, halves away from zero. Sums and products are never rounded. */
export const Exact = Big();
Exact.DP = 20;
Exact.RM = Exact.roundHalfUp;
export type Exact = Big;

/** Plain decimal text, never in exponent notation. */
export function text(value: Exact): string {
  const plain = value.toFixed();
  return plain === "-0" ? "0" : plain;
}

/** A float as plain decimal text. Only what is not spelled as a plain decimal already takes the long way, which also refuses what is no number. */
export function plain(value: number): string {
  const spelled = String(value);
  return /^\d+(\.\d+)?$/.test(spelled) ? spelled : text(new Exact(value));
}

/** Sum of two decimals given as text. */
export function plus(a: string, b: string): string {
  return text(new Exact(a).plus(b));
}

/** The value as a float, for analytics. */
export function float(value: string): number {
  return new Exact(value).toNumber();
}
