import { Exact, multipleAbove, smaller, text } from "@quantum/exact";
import type { EventData, Verdict } from "@quantum/types";
import { type Book, type Contracts, createBook, type Holding } from "./book.ts";
import { type Rule, verdictOf } from "./rule.ts";
import { RULES } from "./rules.ts";
import { lookUp } from "./state.ts";

export type Reduction = EventData<"trades.reviewed">["reductions"][number];

/** What is asked of each trade so far, and the book as it would be then. */
interface Plan {
  book: Book;
  readonly asked: Map<string, { symbol: string; quantity: Exact; verdict: Verdict }>;
}

/**
 * What should be cut of a book that is beyond its limits by more than the tolerance: limit by limit, from the largest position on,
 * until the book is within the limit again. Quantities are rounded up to the step; a rest the exchange would not trade goes as well.
 */
export function reductionsOf(held: Book, contracts: Contracts): Reduction[] {
  const plan: Plan = { book: createBook(held, held.holdings), asked: new Map() };
  // A cut lowers the exposure that shares are measured by, so another share may rise: all limits again, until nothing is cut any more.
  while (RULES.some((rule) => cutBack(plan, rule, contracts)));
  return [...plan.asked].map(([tradeId, { symbol, quantity, verdict }]) => ({ tradeId, symbol, quantity: text(quantity), verdict }));
}

/** Cuts the book back to one limit, if it is beyond the limit and its tolerance. True when something was cut. */
function cutBack(plan: Plan, rule: Rule, contracts: Contracts): boolean {
  const measure = rule.measure(plan.book, null);
  if (!rule.cut || measure.observed <= measure.limit * (1 + plan.book.settings.reductionToleranceRatio)) return false;
  const verdict = verdictOf(rule.id, false, measure);
  let changed = false;
  for (let cut = rule.cut(plan.book); cut !== null; cut = rule.cut(plan.book)) {
    const { tradeId, symbol } = cut.holding;
    const quantity = quantityToCut(cut.holding, cut.usd, contracts);
    const before = plan.asked.get(tradeId);
    plan.asked.set(tradeId, { symbol, quantity: quantity.plus(before?.quantity ?? 0), verdict: before?.verdict ?? verdict });
    plan.book = without(plan.book, cut.holding, quantity);
    changed = true;
  }
  return changed;
}

/** What every limit says of a book as it is. */
export function findingsOf(book: Book): Verdict[] {
  return RULES.map((rule) => verdictOf(rule.id, isWithin(rule, book), rule.measure(book, null)));
}

/** The exact answer where the rule can cut; a count is exact by itself. */
function isWithin(rule: Rule, book: Book): boolean {
  if (rule.cut) return rule.cut(book) === null;
  const { observed, limit } = rule.measure(book, null);
  return observed <= limit;
}

/** Rounded up to the step. Without a known step, or when the rest would be too small to trade, all of it. */
function quantityToCut({ symbol, quantity, price }: Holding, usd: Exact, contracts: Contracts): Exact {
  const contract = lookUp(contracts, symbol);
  if (contract === null || !price.gt(0)) return quantity;
  const cutOff = usd.div(price);
  const exact = cutOff.times(price).lt(usd) ? cutOff.plus("1e-20") : cutOff;
  const wanted = smaller(quantity, multipleAbove(exact, new Exact(contract.stepSize)));
  const rest = quantity.minus(wanted);
  return rest.lt(contract.minQuantity) || rest.times(price).lt(contract.minNotionalUsd) ? quantity : wanted;
}

function without(book: Book, holding: Holding, quantity: Exact): Book {
  const rest = holding.quantity.minus(quantity);
  const smallerOne = { ...holding, quantity: rest, notionalUsd: rest.times(holding.price) };
  return createBook(
    book,
    book.holdings.flatMap((one) => (one === holding ? (rest.gt(0) ? [smallerOne] : []) : [one])),
  );
}
