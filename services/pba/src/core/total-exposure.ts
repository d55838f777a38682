import { larger, ZERO } from "@quantum/exact";
import { ratioOf } from "./ratio.ts";
import { firstToCut, percent, type Rule } from "./rule.ts";

/** PBA-02: all positions, both directions added up, are worth at most 80 % of equity, or what directives leave of that (PBA-08). Exactly that passes. */
export const totalExposure: Rule = {
  id: "PBA-02",
  room: (book) => larger(ZERO, book.limits.allowedUsd.minus(book.totalUsd)),
  measure: (book, candidate) => {
    const after = candidate ? book.totalUsd.plus(candidate.notionalUsd) : book.totalUsd;
    const observed = ratioOf(after, book.equityUsd);
    const limit = book.settings.allowedExposureEquityRatio ?? book.settings.maxExposureEquityRatio;
    return { observed, limit, reason: `total exposure ${percent(observed)} of equity, at most ${percent(limit)}` };
  },
  cut: (book) => {
    const excess = book.totalUsd.minus(book.limits.allowedUsd);
    const holding = firstToCut(book.holdings);
    return excess.gt(0) && holding ? { holding, usd: excess } : null;
  },
};
