import type { EventData, Interval, Purpose, Side } from "@quantum/types";
import { createOdds, type Odds } from "./fill-odds.ts";

export type Plan = EventData<"order.planned">;
export type Shortfall = EventData<"shortfall.measured">;

/** What the exchange asks of an order in one symbol. */
export interface Contract {
  tickSize: string;
  stepSize: string;
  minQuantity: string;
  maxQuantity: string;
  minNotionalUsd: string;
  makerFeeBps: number;
  takerFeeBps: number;
}

/** Top of book as it was last seen. */
export interface Touch {
  bid: number;
  ask: number;
  bidQuantity: number;
  askQuantity: number;
  at: number;
}

/** A stretch of base bars that is being watched: where it began, and how far the price went. */
export interface Window {
  from: number;
  low: number;
  high: number;
  bars: number;
}

/** What is known of how one symbol moves. */
export interface Motion {
  close: number;
  closeAt: number;
  /** Usual and newest high less low of one base bar, bps. */
  rangeBps: number;
  lastRangeBps: number;
  bars: number;
  windows: Window[];
  odds: Odds;
}

/** One child order, as it left. Prices are those of that moment; null where there was no quote. */
export interface Child {
  kind: "MAKER" | "IOC" | "MARKET";
  middle: number | null;
  touch: number | null;
}

/** The way not taken of an order that was carried out plainly: a limit that would have rested. */
export interface Imagined {
  price: number;
  untilAt: number;
  guardPrice: number | null;
  /** Cost of filling at the limit, and of taking at the end on top of the move until then, bps. */
  filledBps: number;
  takenBps: number;
}

/** One order from its clearance to its measurement. */
export interface Parent {
  intentId: string;
  tradeId: string;
  symbol: string;
  purpose: Purpose;
  side: Side;
  quantity: string;
  arrivalPrice: string;
  decidedAt: number;
  cycle: number | null;
  firstKind: Child["kind"];
  /** Whether its plan bound execution: told by the mode in which it was said. */
  bound: boolean;
  /** An urgent exit: its plan has no guard. */
  unguarded: boolean;
  /** The worst price of its fills so far; null before the first. */
  worstPrice: string | null;
  plainBps: number | null;
  imagined: Imagined | null;
  /** True once the bars told what the way not taken cost; null then: they could not. */
  imaginedKnown: boolean;
  imaginedBps: number | null;
  /** Middle of the market when the first child left. */
  firstMiddle: number | null;
  followed: boolean;
  children: Record<string, Child>;
  filledQuantity: string;
  costUsd: string;
  feeUsd: string;
  /** What was paid (or earned: below zero) against the middle at each child's departure. */
  spreadUsd: number;
  /** Its last word, while the way not taken is still open. */
  measured: Shortfall | null;
}

/** What orders of one kind cost so far; averages in bps. */
export interface Tally {
  parents: number;
  totalBps: number;
  /** Those for which the way not taken is known, with both averages. */
  compared: number;
  comparedTotalBps: number;
  otherBps: number;
}

/** The part of a position that shows how near it is to liquidation. */
export interface Held {
  direction: "LONG" | "SHORT";
  entryPrice: number;
  markPrice: number;
  leverage: number;
}

/** Everything the planner knows. Plain JSON. */
export interface AelmState {
  /** The shortest bars that come, in which the market moves and patience is counted. */
  base: Interval | null;
  /** Length of the bars that open cycles, ms; null before the first. */
  cycleMs: number | null;
  barsAt: number;
  contracts: Record<string, Contract>;
  quotes: Record<string, Touch>;
  motion: Record<string, Motion>;
  /** Odds over all symbols. */
  odds: Odds;
  /** Trade id -> position. */
  held: Record<string, Held>;
  /** Trades whose last exit did not end flat. */
  unfinished: string[];
  /** Intents answered, oldest first. */
  answered: string[];
  parents: Record<string, Parent>;
  plans: Plan[];
  shortfalls: (Shortfall & { at: number })[];
  tallies: Record<Shortfall["executed"], Tally>;
}

/** The state before anything was seen. */
export function initialState(): AelmState {
  return {
    base: null,
    cycleMs: null,
    barsAt: 0,
    contracts: {},
    quotes: {},
    motion: {},
    odds: createOdds(),
    held: {},
    unfinished: [],
    answered: [],
    parents: {},
    plans: [],
    shortfalls: [],
    tallies: { PLANNED: noTally(), PLAIN: noTally() },
  };
}

function noTally(): Tally {
  return { parents: 0, totalBps: 0, compared: 0, comparedTotalBps: 0, otherBps: 0 };
}

/** The entry under a key that came from outside; a name every object has is not one. */
export function lookUp<T>(record: Readonly<Record<string, T>>, key: string): T | null {
  return Object.hasOwn(record, key) ? (record[key] as T) : null;
}

/** Keeps the newest `most` of a list. */
export function keepNewest(list: unknown[], most: number): void {
  list.splice(0, Math.max(0, list.length - most));
}
