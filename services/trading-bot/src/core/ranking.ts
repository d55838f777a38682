import type { Signal } from "@quantum/types";

/** TB-15: best first, by confidence; equal ones by symbol, so that the order never depends on who was faster. */
export function ranked(signals: readonly Signal[]): Signal[] {
  return [...signals].sort((a, b) => b.confidence - a.confidence || (a.symbol < b.symbol ? -1 : Number(a.symbol > b.symbol)));
}
