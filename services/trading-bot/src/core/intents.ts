import { Exact, text } from "@quantum/exact";
import { type Direction, deriveId, type Intent, type Signal } from "@quantum/types";
import type { OpenIntent, OpenTrade } from "./state.ts";
import type { Levels } from "./stop-and-target.ts";

/** What an entry is made of, once every rule has passed. */
export interface EntryPlan {
  readonly signal: Signal;
  readonly direction: Direction;
  readonly levels: Levels;
  readonly quantity: string;
  readonly leverage: number;
  readonly rank: number;
}

/** The order that opens a trade. Its ids derive from symbol and cycle, so the same decision gives the same order. */
export function entryIntent(plan: EntryPlan, cycleAt: number): Intent {
  const { signal, direction, levels } = plan;
  const tradeId = deriveId("trade", signal.symbol, cycleAt);
  return {
    intentId: deriveId("intent", tradeId, "ENTRY", cycleAt),
    tradeId,
    purpose: "ENTRY",
    symbol: signal.symbol,
    side: direction === "LONG" ? "BUY" : "SELL",
    quantity: plan.quantity,
    type: "MARKET",
    price: null,
    leverage: plan.leverage,
    stopPrice: levels.stopPrice,
    takeProfitPrice: levels.takeProfitPrice,
    referencePrice: levels.referencePrice,
    decidedAt: cycleAt,
    reason: `${direction} with confidence ${signal.confidence}, rank ${plan.rank}`,
  };
}

/** Why and when a trade is left; `quantity`: how much of it, by default all. */
export interface ExitPlan {
  readonly at: number;
  readonly reason: string;
  readonly quantity?: string;
}

/** The order that closes a trade, or a part of it, reduce-only, at market. `reason` begins with the code. */
export function exitIntent(trade: OpenTrade, referencePrice: string, exit: ExitPlan): Intent {
  return {
    intentId: deriveId("intent", trade.tradeId, "EXIT", exit.at),
    tradeId: trade.tradeId,
    purpose: "EXIT",
    symbol: trade.symbol,
    side: trade.direction === "LONG" ? "SELL" : "BUY",
    quantity: exit.quantity ?? text(new Exact(trade.quantity)),
    type: "MARKET",
    price: null,
    leverage: trade.leverage,
    stopPrice: null,
    takeProfitPrice: null,
    referencePrice,
    decidedAt: exit.at,
    reason: exit.reason,
  };
}

/** What a stop is moved to; `takeProfitPrice` null takes the target off. */
export interface ProtectPlan {
  readonly at: number;
  readonly referencePrice: string;
  readonly stopPrice: string;
  readonly takeProfitPrice: string | null;
  readonly reason: string;
}

/** The wish to have a trade's stop nearer, or its target off. No order of its own: `side` is that of the stop. */
export function protectIntent(trade: OpenTrade, plan: ProtectPlan): Intent {
  return {
    intentId: deriveId("intent", trade.tradeId, "PROTECT", plan.at),
    tradeId: trade.tradeId,
    purpose: "PROTECT",
    symbol: trade.symbol,
    side: trade.direction === "LONG" ? "SELL" : "BUY",
    quantity: text(new Exact(trade.quantity)),
    type: "MARKET",
    price: null,
    leverage: trade.leverage,
    stopPrice: plan.stopPrice,
    takeProfitPrice: plan.takeProfitPrice,
    referencePrice: plan.referencePrice,
    decidedAt: plan.at,
    reason: plan.reason,
  };
}

/** How much is added, at which price or better, behind which stop. */
export interface AddPlan {
  readonly at: number;
  readonly referencePrice: string;
  readonly quantity: string;
  readonly limitPrice: string;
  readonly stopPrice: string;
  readonly reason: string;
}

/** The order that makes an open trade larger. */
export function addIntent(trade: OpenTrade, plan: AddPlan): Intent {
  return {
    intentId: deriveId("intent", trade.tradeId, "ADD", plan.at),
    tradeId: trade.tradeId,
    purpose: "ADD",
    symbol: trade.symbol,
    side: trade.direction === "LONG" ? "BUY" : "SELL",
    quantity: plan.quantity,
    type: "LIMIT",
    price: plan.limitPrice,
    leverage: trade.leverage,
    stopPrice: plan.stopPrice,
    takeProfitPrice: null,
    referencePrice: plan.referencePrice,
    decidedAt: plan.at,
    reason: plan.reason,
  };
}

/** What is kept of an order until it has an end. */
export function openIntent(intent: Intent): OpenIntent {
  const { intentId, tradeId, symbol, purpose, stopPrice, takeProfitPrice, leverage, quantity, referencePrice } = intent;
  const opens = purpose === "ENTRY" || purpose === "ADD" ? "BUY" : "SELL";
  return {
    intentId,
    tradeId,
    symbol,
    purpose,
    direction: intent.side === opens ? "LONG" : "SHORT",
    stopPrice,
    takeProfitPrice,
    leverage,
    notionalUsd: new Exact(quantity).times(referencePrice).toNumber(),
    cycle: intent.decidedAt,
    working: false,
  };
}
