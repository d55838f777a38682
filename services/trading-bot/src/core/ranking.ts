import type { Signal } from "@quantum/types";
import type { RankingWord } from "./words.ts";

/**
 * TB-15: best first, by the place opportunity_ranker gives while it binds, then by confidence; equal ones by symbol, so that the order never
 * depends on who was faster.
 */
export function ranked(signals: readonly Signal[], ranking: RankingWord | null = null): Signal[] {
  const places = new Map(ranking?.places.map(({ rank, symbol, direction }) => [`${symbol} ${direction}`, rank]));
  const placeOf = ({ symbol, side }: Signal) => places.get(`${symbol} ${side}`) ?? Number.MAX_SAFE_INTEGER;
  return [...signals].sort(
    (a, b) => placeOf(a) - placeOf(b) || b.confidence - a.confidence || (a.symbol < b.symbol ? -1 : Number(a.symbol > b.symbol)),
  );
}
