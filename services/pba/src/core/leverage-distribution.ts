import { type Exact, larger, ZERO } from "@quantum/exact";
import { type Book, exposureBaseUsd, isHighLeverage } from "./book.ts";
import { ratioOf } from "./ratio.ts";
import { firstToCut, percent, type Rule } from "./rule.ts";

/** PBA-04: at most a quarter of exposure (of the exposure base) is held at more than 5x, or at a leverage nobody knows. */
export const leverageDistribution: Rule = {
  id: "PBA-04",
  room: (book, candidate) => (isHighLeverage(candidate, book.settings) ? larger(ZERO, limitUsd(book).minus(book.highLeverageUsd)) : null),
  measure: (book, candidate) => {
    const adds = candidate !== null && isHighLeverage(candidate, book.settings);
    const usd = adds ? book.highLeverageUsd.plus(candidate.notionalUsd) : book.highLeverageUsd;
    const observed = ratioOf(usd, exposureBaseUsd(book));
    const { maxHighLeverageRatio: limit, highLeverage } = book.settings;
    return { observed, limit, reason: `${percent(observed)} of exposure at more than ${highLeverage}x, at most ${percent(limit)}` };
  },
  cut: (book) => {
    const excess = book.highLeverageUsd.minus(limitUsd(book));
    const holding = firstToCut(book.holdings.filter((one) => isHighLeverage(one, book.settings)));
    return excess.gt(0) && holding ? { holding, usd: excess } : null;
  },
};

function limitUsd(book: Book): Exact {
  return exposureBaseUsd(book).times(book.limits.highLeverageRatio);
}
