import type { Roster } from "@quantum/roster";
import type {
  Decimal,
  EventData,
  ExchangePosition,
  Instrument,
  Intent,
  Mode,
  OrderLeg,
  PlanStep,
  Quote,
  ReasonCode,
  Side,
  TimeInForce,
} from "@quantum/types";

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
  /** Of a LIMIT; null otherwise. */
  timeInForce: TimeInForce | null;
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
  /** Over all its orders. */
  filledQuantity: Decimal;
  filledCostUsd: Decimal;
  /**
   * PLANNING: waits for its plan. WORKING: is being carried out. PROTECTING: that has ended, the stop is being brought to what the trade is now.
   * MOVING: its stop is on its way. UNWINDING: the stop could not be placed, so what it does not cover is closed again.
   */
  stage: "PLANNING" | "WORKING" | "PROTECTING" | "MOVING" | "UNWINDING";
  /** The order that carries it out just now; null between two. */
  orderId: string | null;
  /** Null: one plain order. */
  plan: AcceptedPlan | null;
  /** Steps of the plan that were begun, and orders that were sent for it. */
  step: number;
  children: number;
  /** True once it was said that it is carried out over more than one bar. */
  working: boolean;
  /** Why nothing more is sent for it. */
  abandoned: Ending | null;
  /** How its newest order ended. */
  lastEnd: Ending | null;
}

/** The part of a plan that execution carries out. */
export interface AcceptedPlan {
  guardPrice: Decimal | null;
  steps: PlanStep[];
}

/** Why something ended. */
export interface Ending {
  code: ReasonCode | null;
  reason: string;
}

/** An open trade, what should protect it, and what does. */
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
  /** What is on its way to take the place of the one that rests. */
  nextStopOrderId: string | null;
  nextTakeProfitOrderId: string | null;
  /** What the exchange refused last, as quantity and price: it is not asked for again. */
  refusedStop: string | null;
  refusedTakeProfit: string | null;
  /** The order that closes what no stop covers. */
  unwindOrderId: string | null;
  /** True until its first fill: its stop was placed ahead of it, before an order that rests could fill. */
  ahead: boolean;
  /** How many stops and take-profits were placed; part of their ids. */
  placed: number;
}

export type ClosedBars = EventData<"bars.closed">;

export interface ExecutionState {
  mode: Mode;
  roster: Roster;
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
  childMessagesThisBar: number;
  /** False once the exchange refused a stop for want of a position: then stops are placed at the first fill. */
  stopsAhead: boolean;
  /** True while bars wait for orders that end with them. */
  barsHeld: boolean;
  /** Counts comparisons; part of their ids. */
  syncs: number;
}

export function initialState(mode: Mode): ExecutionState {
  return {
    mode,
    roster: {},
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
    childMessagesThisBar: 0,
    stopsAhead: true,
    barsHeld: false,
    syncs: 0,
  };
}

export type { ExchangePosition };
