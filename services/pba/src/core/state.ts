import { createDirectiveBook, type DirectiveBook, type Roster } from "@quantum/roster";
import type { Direction, EventData, Interval } from "@quantum/types";

/** Returns of one symbol, one per trading bar up to the close at `lastAt`; null where a bar or the one before it was missing. */
export interface ReturnSeries {
  lastAt: number;
  lastClose: number;
  window: (number | null)[];
}

/** What the exchange asks of an order in one symbol. */
export interface Contract {
  stepSize: string;
  minQuantity: string;
  minNotionalUsd: string;
}

/** One position as the book needs it. */
export interface HeldPosition {
  tradeId: string;
  symbol: string;
  direction: Direction;
  quantity: string;
  markPrice: string;
  leverage: number;
  sector: string;
}

/** The desk as portfolio_intelligence valued it. `doubt` says why it cannot be relied on; null when it can. */
export interface Portfolio {
  cycle: number;
  equityUsd: string;
  positions: HeldPosition[];
  doubt: string | null;
}

/** Proposals of a cycle that wait for its portfolio. */
export interface Pending {
  cycle: number;
  proposals: EventData<"trades.proposed">["proposals"];
}

/** The last answer, for the console. */
export interface LastReview extends EventData<"trades.reviewed"> {
  cycle: number;
}

/** Everything the balancer knows. Plain JSON. */
export interface PbaState {
  interval: Interval | null;
  /** Newest close that opened a cycle; 0 before the first. */
  barsAt: number;
  /** Symbol -> returns. */
  returns: Record<string, ReturnSeries>;
  /** Symbol -> last price and when it was seen. */
  prices: Record<string, { price: number; at: number }>;
  /** Symbol -> contract. */
  contracts: Record<string, Contract>;
  portfolio: Portfolio | null;
  roster: Roster;
  directives: DirectiveBook;
  pending: Pending | null;
  /** Cycles answered lately, oldest first. */
  answered: number[];
  last: LastReview | null;
}

/** The state before anything was seen: nothing is known, so no entry passes. */
export function initialState(): PbaState {
  return {
    interval: null,
    barsAt: 0,
    returns: {},
    prices: {},
    contracts: {},
    portfolio: null,
    roster: {},
    directives: createDirectiveBook(),
    pending: null,
    answered: [],
    last: null,
  };
}

/** The entry under a key that came from outside; a name every object has is not one. */
export function lookUp<T>(record: Readonly<Record<string, T>>, key: string): T | null {
  return Object.hasOwn(record, key) ? (record[key] as T) : null;
}
