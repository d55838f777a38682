import { binds, type FleetEvent } from "@quantum/types";
import { LIMITS } from "./limits.ts";
import type { UniverseState } from "./state.ts";

/**
 * A ranking that binds moves every symbol's smoothed place: 1 for the best symbol, falling evenly to 0 for those not ranked. The better side
 * of a symbol counts. A ranking that only observes changes nothing.
 */
export function onRanking(state: UniverseState, input: FleetEvent<"opportunities.ranked">): void {
  const cycle = input.cycle ?? input.at;
  if (!binds(input.mode) || (state.rankedAt !== null && cycle <= state.rankedAt)) return;
  state.rankedAt = cycle;
  const symbols = [...new Set([...input.data.opportunities].sort((a, b) => a.rank - b.rank).map(({ symbol }) => symbol))];
  const placeOf = new Map(symbols.map((symbol, i) => [symbol, (symbols.length - i) / symbols.length]));
  for (const [symbol, record] of Object.entries(state.symbols)) {
    const place = placeOf.get(symbol) ?? 0;
    const before = record.ranking ?? place;
    record.ranking = Number((before + LIMITS.rankingWeight * (place - before)).toFixed(LIMITS.scoreDecimals));
  }
}
