import type { Direction } from "@quantum/types";
import { REGIME_FIT } from "./limits.ts";
import { type HeardRegimes, lookUp } from "./state.ts";

/**
 * OR-06: how well the symbol's market state suits the direction. Null when no classifier binds: then it does not count. A classifier that
 * binds and says nothing about the symbol, or nothing at all, gives 0.
 */
export function regimeFit(direction: Direction, symbol: string, heard: Heard): number | null {
  if (!heard.binding) return null;
  const state = heard.regimes === null ? null : lookUp(heard.regimes, symbol);
  return REGIME_FIT[state ?? "UNKNOWN"][direction];
}

/** What is heard of market states: whether a classifier binds, and what it said; null when it did not answer. */
export interface Heard {
  readonly binding: boolean;
  readonly regimes: HeardRegimes | null;
}
