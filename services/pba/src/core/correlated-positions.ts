import { ZERO } from "@quantum/exact";
import type { Book, Holding } from "./book.ts";
import { moveTogether } from "./move-together.ts";
import type { Rule } from "./rule.ts";

/**
 * PBA-03: no position moves together with so many others that more than four (itself included) are one bet. A count cannot be
 * shrunk, so this rule lets pass or refuses (adding to a position is no new one); correlations drift, so it never asks to leave.
 */
export const correlatedPositions: Rule = {
  id: "PBA-03",
  room: (book, candidate) => {
    const adds = book.holdings.some((one) => isSamePosition(one, candidate));
    return !adds && crowdOf(book, candidate) > book.settings.maxCorrelatedPositions ? ZERO : null;
  },
  measure: (book, candidate) => {
    const observed = candidate ? crowdOf(book, candidate) : Math.max(0, ...book.holdings.map((one) => companions(book, one).length + 1));
    const { maxCorrelatedPositions: limit, correlatedRatio } = book.settings;
    return { observed, limit, reason: `${observed} positions correlate at ${correlatedRatio} or more, at most ${limit}` };
  },
};

/** The largest crowd the candidate would be part of as a new position: its own, and that of each it joins. */
function crowdOf(book: Book, candidate: Holding): number {
  const joined = companions(book, candidate);
  return Math.max(joined.length + 1, ...joined.map((one) => companions(book, one).length + 2));
}

/** Positions of other symbols that move with this one. */
function companions(book: Book, holding: Holding): Holding[] {
  const seen = new Set<string>();
  return book.holdings.filter((one) => {
    const key = `${one.symbol} ${one.direction}`;
    if (seen.has(key) || isSamePosition(one, holding) || !moveTogether(book, one, holding)) return false;
    seen.add(key);
    return true;
  });
}

function isSamePosition(a: Holding, b: Holding): boolean {
  return a.symbol === b.symbol && a.direction === b.direction;
}
