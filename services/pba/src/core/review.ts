import { Exact, multipleBelow, smaller, text, ZERO } from "@quantum/exact";
import type { EventData, Intent, Verdict } from "@quantum/types";
import { addHolding, type Book, type Holding } from "./book.ts";
import { completeData, dataMeasure, type Known } from "./complete-data.ts";
import { verdictOf } from "./rule.ts";
import { RULES } from "./rules.ts";
import type { PbaState } from "./state.ts";

export type Proposal = EventData<"trades.proposed">["proposals"][number];
export type Review = EventData<"trades.reviewed">["reviews"][number];

/** What a list is reviewed against. Without a book `portfolioDoubt` says why, and every entry is blocked. */
export interface Desk {
  readonly state: Readonly<Pick<PbaState, "prices" | "contracts">>;
  readonly at: number;
  readonly book: Book | null;
  readonly portfolioDoubt: string | null;
}

/**
 * Reviews a whole list as one check-and-reserve: best rank first, and what passes is in the book before the next is looked at. The
 * order in which the list came does not matter; an intent that stands in it twice counts once.
 */
export function reviewAll(proposals: readonly Proposal[], desk: Desk): Review[] {
  const seen = new Set<string>();
  return [...proposals].sort(byRank).flatMap(({ intent }) => {
    if (seen.has(intent.intentId)) return [];
    seen.add(intent.intentId);
    return [intent.purpose === "EXIT" ? exitReview(intent) : entryReview(intent, desk)];
  });
}

/** Equal ranks: the more confident first, then by symbol and id. */
function byRank(a: Proposal, b: Proposal): number {
  return (
    a.rank - b.rank ||
    b.confidence - a.confidence ||
    compare(a.intent.symbol, b.intent.symbol) ||
    compare(a.intent.intentId, b.intent.intentId) ||
    compare(a.intent.quantity, b.intent.quantity)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** What leaves the book is never held back. */
function exitReview(intent: Intent): Review {
  return reviewOf(intent, "ALLOW", { quantity: intent.quantity, verdicts: [] });
}

function entryReview(intent: Intent, desk: Desk): Review {
  const { book, portfolioDoubt } = desk;
  const known = completeData(desk.state, { intent, at: desk.at, portfolioDoubt });
  const complete = known.missing.length === 0 && book !== null;
  const verdicts = [verdictOf("PBA-07", complete, dataMeasure(known))];
  if (!complete) return reviewOf(intent, "BLOCK", { quantity: "0", verdicts });
  const candidate = candidateOf(intent, known);
  const room = roomFor(book, candidate, verdicts);
  if (room === null) {
    addHolding(book, candidate);
    return reviewOf(intent, "ALLOW", { quantity: intent.quantity, verdicts });
  }
  const quantity = multipleBelow(room.div(candidate.price), new Exact(known.contract.stepSize));
  if (isBelowMinimum(quantity, intent, known)) return reviewOf(intent, "BLOCK", { quantity: "0", verdicts });
  addHolding(book, { ...candidate, quantity, notionalUsd: quantity.times(candidate.price) });
  return reviewOf(intent, "SHRINK", { quantity: text(quantity), verdicts });
}

/** Asks every limit; the least room of those that are too small for the whole candidate, null when all are large enough. */
function roomFor(book: Book, candidate: Holding, verdicts: Verdict[]): Exact | null {
  let least: Exact | null = null;
  for (const rule of RULES) {
    const room = rule.room(book, candidate);
    const passed = room === null || candidate.notionalUsd.lte(room);
    verdicts.push(verdictOf(rule.id, passed, rule.measure(book, candidate)));
    if (!passed) least = least === null ? room : smaller(least, room);
  }
  return least;
}

function candidateOf(intent: Intent, { sector, price }: Known): Holding {
  const { tradeId, symbol, leverage } = intent;
  const direction = intent.side === "BUY" ? "LONG" : "SHORT";
  const quantity = new Exact(intent.quantity);
  return { tradeId, symbol, sector, direction, leverage, orphan: false, quantity, price, notionalUsd: quantity.times(price) };
}

/** The exchange takes no smaller order; measured at the reference price, the lowest it may be filled at as far as is known. */
function isBelowMinimum(quantity: Exact, intent: Intent, { contract }: Known): boolean {
  if (quantity.lte(ZERO) || quantity.lt(contract.minQuantity)) return true;
  return quantity.times(intent.referencePrice).lt(contract.minNotionalUsd);
}

function reviewOf(intent: Intent, outcome: Review["outcome"], found: { quantity: string; verdicts: Verdict[] }): Review {
  const { intentId, symbol, quantity: quantityBefore } = intent;
  return { intentId, symbol, outcome, quantityBefore, quantityAfter: found.quantity, verdicts: found.verdicts };
}
