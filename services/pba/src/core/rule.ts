import type { Exact } from "@quantum/exact";
import type { Verdict } from "@quantum/types";
import type { Book, Holding } from "./book.ts";
import { NAME } from "./name.ts";

/** What a rule sees: the figure it looks at, its limit in the same unit, and both in words. */
export interface Measure {
  readonly observed: number;
  readonly limit: number;
  readonly reason: string;
}

/** How much of a holding must go: its trade and the least worth of the cut in USD. */
export interface Cut {
  readonly holding: Holding;
  readonly usd: Exact;
}

/** One limit on the whole book. */
export interface Rule {
  readonly id: string;
  /** What the candidate may be worth at most on top of the book; null when this limit does not bound it. Never below zero. */
  room(book: Book, candidate: Holding): Exact | null;
  /** The figure with the whole candidate on top of the book; without one, of the book alone (its worst part). */
  measure(book: Book, candidate: Holding | null): Measure;
  /** The next cut of a book that is beyond this limit; null when it is within. Rules without it only refuse. */
  cut?(book: Book): Cut | null;
}

/** A share as text. */
export function percent(ratio: number): string {
  return `${Number((ratio * 100).toFixed(2))} %`;
}

/** A finding as others read it. */
export function verdictOf(rule: string, passed: boolean, { observed, limit, reason }: Measure): Verdict {
  return { module: NAME, rule, passed, observed, limit, reason };
}

/** Largest first; those nobody claims last, because nobody may close them; then by name, so that the answer never depends on order. */
export function cutOrder(a: Holding, b: Holding): number {
  if (a.orphan !== b.orphan) return a.orphan ? 1 : -1;
  return b.notionalUsd.cmp(a.notionalUsd) || (a.tradeId < b.tradeId ? -1 : 1);
}

/** The first holding in cut order; null when there is none. */
export function firstToCut(holdings: readonly Holding[]): Holding | null {
  return holdings.reduce<Holding | null>((first, one) => (first === null || cutOrder(one, first) < 0 ? one : first), null);
}
