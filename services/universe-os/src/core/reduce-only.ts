import type { UniverseState } from "./state.ts";

/**
 * UOS-11: a symbol with an open position that may not be traded (any more) is reduce-only until it is flat. While positions are not known,
 * whoever leaves is taken to have one.
 */
export function reduceOnlySymbols(state: Readonly<UniverseState>, active: ReadonlySet<string>): string[] {
  const before = state.universe?.members.map(({ symbol }) => symbol) ?? [];
  const open = state.positions ?? before;
  return [...new Set(open)].filter((symbol) => !active.has(symbol)).sort();
}
