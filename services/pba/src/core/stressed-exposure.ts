import { Exact, larger, ZERO } from "@quantum/exact";
import { type Book, type Holding, signedUsd } from "./book.ts";
import { firstToCut, percent, type Rule } from "./rule.ts";

/**
 * PBA-06: when every pair of symbols correlates at 0.9, the book amounts to one bet of at most 70 % of equity. The bet is
 * sqrt(sum of w_i w_j r_ij) over net worths w by symbol, with r_ij = 0.9 and r_ii = 1. What only lessens it always passes.
 */
export const stressedExposure: Rule = {
  id: "PBA-06",
  room: (book, candidate) => {
    const bound = larger(book.limits.stressedSquaredUsd, betSquared(book));
    if (withCandidate(book, candidate).lte(bound)) return null;
    const slope = slopeOf(book, candidate);
    // The worth x on top of the book solves x^2 + 2 slope x + bet^2 = bound.
    const root = rootBelow(slope.times(slope).plus(bound).minus(betSquared(book)));
    return larger(ZERO, root.minus(slope));
  },
  measure: (book, candidate) => {
    const { maxStressedEquityRatio: limit, stressCorrelation } = book.settings;
    const squared = candidate ? withCandidate(book, candidate) : betSquared(book);
    const observed = Math.sqrt(squared.toNumber()) / book.equityUsd.toNumber();
    const reason = `with all correlations at ${stressCorrelation} one bet of ${percent(observed)} of equity, at most ${percent(limit)}`;
    return { observed, limit, reason };
  },
  cut: (book) => {
    const excess = betSquared(book).minus(book.limits.stressedSquaredUsd);
    if (!excess.gt(0)) return null;
    const direction = book.netUsd.gte(0) ? "LONG" : "SHORT";
    const holding = firstToCut(book.holdings.filter((one) => one.direction === direction));
    if (!holding) return null;
    // Taking y off this holding solves y^2 - 2 slope y + excess = 0; without a solution, all of it goes.
    const slope = slopeOf(book, holding);
    const under = slope.times(slope).minus(excess);
    return { holding, usd: under.lt(0) ? holding.notionalUsd : slope.minus(rootBelow(under)) };
  },
};

/** (1 - r) sum of w^2 + r (sum of w)^2. */
function betSquared({ squaresUsd, netUsd, limits }: Book): Exact {
  return squaresUsd.times(limits.stressOwn).plus(netUsd.times(netUsd).times(limits.stressShared));
}

function withCandidate(book: Book, candidate: Holding): Exact {
  const { notionalUsd } = candidate;
  return betSquared(book).plus(notionalUsd.times(notionalUsd)).plus(slopeOf(book, candidate).times(notionalUsd).times(2));
}

/** Half of how fast the squared bet grows with the worth of this holding, seen in its own direction. */
function slopeOf(book: Book, holding: Holding): Exact {
  const own = (book.bySymbol.get(holding.symbol) ?? ZERO).times(book.limits.stressOwn);
  const slope = own.plus(book.netUsd.times(book.limits.stressShared));
  return signedUsd(holding).lt(0) ? slope.neg() : slope;
}

/** A root that is never above the exact one, and short of it by a trillionth: far less than any step is worth. */
function rootBelow(squared: Exact): Exact {
  return new Exact(Math.sqrt(squared.toNumber()) * (1 - 1e-12));
}
