import type { Purpose, Side } from "@quantum/types";

/** A position: the exchange's word, moved on by every fill since. `quantity` is signed. */
export interface HeldPosition {
  quantity: string;
  /** Last price at which it was seen, for symbols without a bar. */
  markPrice: string;
}

/** An order that was cleared and has not ended: what it may still add or take away. */
export interface Reservation {
  intentId: string;
  tradeId: string;
  purpose: Purpose;
  symbol: string;
  side: Side;
  remaining: string;
  filled: string;
  /** The highest price it was judged at. */
  price: string;
  stopPrice: string | null;
  at: number;
  /** Market time until which it is carried out over several bars; 0: at once. */
  workingUntil: number;
  told: boolean;
  /** Room kept for an addition while the stop in front of it is moved: it has not been asked for itself. */
  ahead?: true;
}

/** A trade whose entry was cleared here. Amounts are exact; `side` is that of the entry. */
export interface ClearedTrade {
  symbol: string;
  side: Side;
  /** The stop of its entry, and the one that is known to rest now. */
  initialStop: string;
  stop: string;
  /** What its entry bought: the base of its initial risk. */
  initialQuantity: string;
  initialValueUsd: string;
  /** What it holds, and what that cost. */
  quantity: string;
  costUsd: string;
  /** False once fills of it were told of and not seen. */
  sure: boolean;
}

/** The kill latch: while set, no entry passes. */
export interface KillLatch {
  set: boolean;
  by: string;
  reason: string;
  at: number;
}

/** A UTC day: its number, equity at its start, and whether its loss reached the limit. */
export interface TradingDay {
  day: number;
  equityUsd: string;
  lossReached: boolean;
}

/** Everything the governor knows. Plain JSON. */
export interface SafetyState {
  kill: KillLatch;
  account: { equityUsd: string; at: number } | null;
  day: TradingDay | null;
  positions: Record<string, HeldPosition>;
  /** Intent id -> reservation. */
  reservations: Record<string, Reservation>;
  /** Trade id -> trade. */
  trades: Record<string, ClearedTrade>;
  /** Intent id -> when it was seen. */
  seenIntents: Record<string, number>;
  seenFills: string[];
  /** Symbol -> last price and when it was seen. */
  prices: Record<string, { price: number; at: number }>;
  /** Symbol -> status and highest leverage; empty until the exchange listed them. */
  instruments: Record<string, { trading: boolean; maxLeverage: number }>;
  /** Orders cleared lately: when, and in which cycle. */
  messages: { at: number; cycle: number | null }[];
  newestBarAt: number;
  /** Length of a trading bar; null until one opened a cycle. */
  barMs: number | null;
}

/** The state before anything was seen: nothing is known, so no entry passes. */
export function initialState(): SafetyState {
  return {
    kill: { set: false, by: "", reason: "", at: 0 },
    account: null,
    day: null,
    positions: {},
    reservations: {},
    trades: {},
    seenIntents: {},
    seenFills: [],
    prices: {},
    instruments: {},
    messages: [],
    newestBarAt: 0,
    barMs: null,
  };
}
