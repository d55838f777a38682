import type { Decimal, EventData, ExchangePosition, Instrument, Intent, Mode, OrderLeg, Quote, Side } from "@quantum/types";

/** An order of ours that the exchange may know. */
export interface TrackedOrder {
  clientOrderId: string;
  intentId: string;
  tradeId: string;
  leg: Exclude<OrderLeg, "UNKNOWN">;
  symbol: string;
  side: Side;
  type: "MARKET" | "LIMIT" | "STOP_MARKET" | "TAKE_PROFIT_MARKET";
  quantity: Decimal;
  price: Decimal | null;
  triggerPrice: Decimal | null;
  reduceOnly: boolean;
  /** SUBMITTED: on its way. OPEN: rests. UNRESOLVED: its fate is being asked for. CANCELLING: on its way out. */
  status: "SUBMITTED" | "OPEN" | "UNRESOLVED" | "CANCELLING";
  exchangeOrderId: string | null;
  filledQuantity: Decimal;
  filledCostUsd: Decimal;
  submittedAt: number;
  cycle: number | null;
  /** How often its fate was asked for without an answer. */
  asks: number;
  /** How often it was sent again after it was certain that it had never arrived. */
  resends: number;
}

/** An intent that was cleared and has not settled yet. */
export interface ActiveIntent {
  intent: Intent;
  cycle: number | null;
  filledQuantity: Decimal;
  filledCostUsd: Decimal;
  /** The order that carries it out (the entry or the exit). */
  orderId: string;
  /** WORKING: that order has no end yet. PROTECTING: filled, its stop is being placed. UNWINDING: the stop could not be placed, so it is closed again. */
  stage: "WORKING" | "PROTECTING" | "UNWINDING";
}

/** An open trade and what protects it. */
export interface OpenTrade {
  tradeId: string;
  intentId: string;
  symbol: string;
  /** Signed: negative is short. */
  quantity: Decimal;
  stopPrice: Decimal;
  takeProfitPrice: Decimal | null;
  stopOrderId: string | null;
  takeProfitOrderId: string | null;
  /** How many stops and take-profits were placed; part of their ids. */
  placed: number;
}

export type ClosedBars = EventData<"bars.closed">;

export interface ExecutionState {
  mode: Mode;
  killed: boolean;
  instruments: Record<string, Instrument>;
  quotes: Record<string, Quote>;
  orders: Record<string, TrackedOrder>;
  intents: Record<string, ActiveIntent>;
  trades: Record<string, OpenTrade>;
  /** Our position per symbol, signed, from fills alone. */
  positions: Record<string, Decimal>;
  /** Newest exchange trade id booked, per symbol. */
  cursors: Record<string, string>;
  /** Market time from which fills and funding of this account are ours to book; null before the first contact. */
  bookingSince: number | null;
  fundingSince: number;
  /** Ids of payments at `fundingSince`, so that asking from there again books none twice. */
  fundingSeen: string[];
  /** Intents seen lately, oldest first. */
  recentIntents: string[];
  /** Symbols in which only exits are allowed, with the reason. */
  reduceOnly: Record<string, string>;
  /** Close of the newest published bars, epoch ms. */
  lastCloseAt: number | null;
  /** Bars that wait for the exchange's word on what happened before their close, oldest first. */
  waitingBars: ClosedBars[];
  /** True while a comparison with the exchange is on its way. */
  syncing: boolean;
  /** Comparisons in a row that failed. */
  syncFailures: number;
  entriesThisBar: number;
  /** Counts comparisons; part of their ids. */
  syncs: number;
}

export function initialState(mode: Mode): ExecutionState {
  return {
    mode,
    killed: false,
    instruments: {},
    quotes: {},
    orders: {},
    intents: {},
    trades: {},
    positions: {},
    cursors: {},
    bookingSince: null,
    fundingSince: 0,
    fundingSeen: [],
    recentIntents: [],
    reduceOnly: {},
    lastCloseAt: null,
    waitingBars: [],
    syncing: false,
    syncFailures: 0,
    entriesThisBar: 0,
    syncs: 0,
  };
}

export type { ExchangePosition };
