import type { Signal } from "@quantum/types";
import type { Desk, Finding } from "./desk.ts";

/**
 * TB-20: while opportunity_ranker binds, only symbol and side among its first places are entered, and only when they are worth more
 * than they cost.
 */
export function topOpportunity({ symbol, side }: Signal, { words: { ranking } }: Pick<Desk, "words">): Finding | null {
  if (ranking === null) return null;
  const { limit } = ranking;
  const places = ranking.places.filter((place) => place.symbol === symbol && place.direction === side);
  // Listed twice, the worse place counts.
  const place = places.sort((a, b) => b.rank - a.rank || a.expectedValueBps - b.expectedValueBps)[0];
  if (!place) return { rule: "TB-20", passed: false, observed: null, limit, reason: `opportunity_ranker does not list ${symbol} ${side}` };
  const worth = places.every(({ expectedValueBps }) => expectedValueBps > 0);
  const passed = place.rank <= limit && worth;
  const reason = `${symbol} ${side} is number ${place.rank} of ${limit} that may be traded, worth ${place.expectedValueBps} bps after costs`;
  return { rule: "TB-20", passed, observed: place.rank, limit, reason };
}
