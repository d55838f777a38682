import type { Exact } from "@quantum/exact";

/** A share for people to read; decisions are made with the exact figures. */
export function ratioOf(part: Exact, whole: Exact): number {
  return part.toNumber() / whole.toNumber();
}
