import { Exact } from "@quantum/exact";
import type { EventData, Verdict } from "@quantum/types";
import { type Book, createBook, frameOf, holdingsOf } from "./book.ts";
import { correlationsOf } from "./correlations.ts";
import type { PbaSettings } from "./limits.ts";
import { findingsOf, reductionsOf } from "./reductions.ts";
import { type Proposal, reviewAll } from "./review.ts";
import type { PbaState, Portfolio } from "./state.ts";

/** The question: these proposals, on top of this portfolio (null: there is none for the cycle), at this market time. */
export interface Assessment {
  readonly proposals: readonly Proposal[];
  readonly portfolio: Portfolio | null;
  readonly at: number;
}

/** Reviews a list and the book it would come on top of. Changes nothing. */
export function assess(state: Readonly<PbaState>, question: Assessment, settings: PbaSettings): EventData<"trades.reviewed"> {
  const { proposals, portfolio, at } = question;
  const portfolioDoubt = portfolio === null ? "portfolio" : portfolio.doubt;
  const symbols = proposals.map(({ intent }) => intent.symbol);
  const held = portfolioDoubt === null ? bookOf(state, portfolio as Portfolio, { symbols, settings }) : null;
  const reductions = held ? reductionsOf(held, state.contracts) : [];
  const reviews = reviewAll(proposals, { state, at, book: held, portfolioDoubt });
  return { reviews, reductions };
}

/** The book of a portfolio that can be relied on, with what is known of the correlations of its and these other symbols. */
function bookOf(state: Readonly<PbaState>, portfolio: Portfolio, about: { symbols: readonly string[]; settings: PbaSettings }): Book {
  const symbols = [...portfolio.positions.map(({ symbol }) => symbol), ...about.symbols];
  const frame = frameOf(new Exact(portfolio.equityUsd), about.settings, correlationsOf(state, symbols));
  return createBook(frame, holdingsOf(portfolio));
}

/** What every limit says of a portfolio as it is; empty when there is none to rely on. */
export function inspect(state: Readonly<PbaState>, portfolio: Portfolio | null, settings: PbaSettings): Verdict[] {
  return portfolio === null || portfolio.doubt !== null ? [] : findingsOf(bookOf(state, portfolio, { symbols: [], settings }));
}
