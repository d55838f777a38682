import type { Candidate, Desk, Finding } from "./desk.ts";
import { lookUp } from "./state.ts";

/** TB-16: while universe_os binds, only its active members are entered; a member that is reduce-only may only be left. */
export function inUniverse({ symbol }: Candidate, { words: { universe } }: Pick<Desk, "words">): Finding | null {
  if (universe === null) return null;
  const observed = universe.reduceOnly.includes(symbol) ? "REDUCE_ONLY" : universe.active.includes(symbol) ? "ACTIVE" : "OUT";
  const why = lookUp(universe.left, symbol);
  const reason = `universe_os has ${symbol} as ${observed}${why === null ? "" : ` (${why})`}`;
  return { rule: "TB-16", passed: observed === "ACTIVE", observed, limit: "ACTIVE", reason };
}
