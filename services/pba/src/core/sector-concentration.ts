import { type Exact, larger, ZERO } from "@quantum/exact";
import { type Book, exposureBaseUsd, sectorUsd } from "./book.ts";
import { ratioOf } from "./ratio.ts";
import { firstToCut, percent, type Rule } from "./rule.ts";

/**
 * PBA-01: one sector holds at most 40 % of exposure, both directions added up. Exposure is what is held and let pass, and at least
 * the whole budget of PBA-02 (exposure-base). Exactly 40 % passes.
 */
export const sectorConcentration: Rule = {
  id: "PBA-01",
  room: (book, { sector }) => larger(ZERO, limitUsd(book).minus(sectorUsd(book, sector))),
  measure: (book, candidate) => {
    const [sector, usd] = candidate
      ? [candidate.sector, sectorUsd(book, candidate.sector).plus(candidate.notionalUsd)]
      : largestSector(book);
    const observed = ratioOf(usd, exposureBaseUsd(book));
    const limit = book.settings.maxSectorRatio;
    return { observed, limit, reason: `${percent(observed)} of exposure in sector ${sector}, at most ${percent(limit)}` };
  },
  cut: (book) => {
    const [sector, usd] = largestSector(book);
    const excess = usd.minus(limitUsd(book));
    const holding = firstToCut(book.holdings.filter((one) => one.sector === sector));
    return excess.gt(0) && holding ? { holding, usd: excess } : null;
  },
};

function limitUsd(book: Book): Exact {
  return exposureBaseUsd(book).times(book.limits.sectorRatio);
}

function largestSector(book: Book): [string, Exact] {
  let largest: [string, Exact] = ["none", ZERO];
  for (const [sector, usd] of book.bySector) {
    if (usd.gt(largest[1]) || (usd.eq(largest[1]) && sector < largest[0])) largest = [sector, usd];
  }
  return largest;
}
