import type { Book, Holding } from "./book.ts";

/**
 * Whether two holdings move together as held: same direction in symbols that correlate, or opposite directions in symbols that
 * move against each other. The same symbol always does in one direction. A correlation nobody knows counts as the stressed one, in
 * whichever direction is worse.
 */
export function moveTogether(book: Pick<Book, "correlations" | "settings">, a: Holding, b: Holding): boolean {
  const { correlatedRatio, stressCorrelation } = book.settings;
  const same = a.direction === b.direction;
  if (a.symbol === b.symbol) return same;
  const measured = book.correlations(a.symbol, b.symbol);
  if (measured === null) return stressCorrelation >= correlatedRatio;
  return (same ? measured : -measured) >= correlatedRatio;
}
