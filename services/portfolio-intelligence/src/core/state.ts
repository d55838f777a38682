import type { Difference } from "@quantum/types";
import { emptyBook, type SymbolBook } from "./book.ts";
import type { Returns } from "./correlation.ts";
import type { DayStart } from "./day-start.ts";
import type { Watch } from "./excursions.ts";
import type { Plan } from "./plan.ts";

/** Everything portfolio_intelligence knows. Plain JSON. */
export interface PortfolioState {
  /** Symbol -> book. */
  books: Record<string, SymbolBook>;
  /** Trade id -> plan. */
  plans: Record<string, Plan>;
  /** Trade id -> what the market did while it was open. */
  watches: Record<string, Watch>;
  /** Symbol -> last price seen. */
  marks: Record<string, string>;
  /** Symbol -> returns per cycle. */
  returns: Record<string, Returns>;
  /** Wallet before anything in these books happened; null until the exchange told. */
  startWalletUsd: string | null;
  peakEquityUsd: string | null;
  lastEquityUsd: string | null;
  dayStart: DayStart | null;
  lastCycleAt: number;
  /** What the last comparison with the exchange found, and what of it an alert told. */
  differences: Difference[];
  differenceSeen: string;
  differenceTold: string;
  syncedAt: number | null;
}

/** The state before anything was seen. */
export function initialState(): PortfolioState {
  return {
    books: {},
    plans: {},
    watches: {},
    marks: {},
    returns: {},
    startWalletUsd: null,
    peakEquityUsd: null,
    lastEquityUsd: null,
    dayStart: null,
    lastCycleAt: 0,
    differences: [],
    differenceSeen: "",
    differenceTold: "",
    syncedAt: null,
  };
}

/** The book of a symbol, opened when it is first needed. */
export function bookOf(state: PortfolioState, symbol: string): SymbolBook {
  state.books[symbol] ??= emptyBook(symbol);
  return state.books[symbol];
}
