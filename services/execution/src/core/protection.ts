import type { OrderLeg } from "@quantum/types";
import Big from "big.js";
import type { Desk } from "./desk.ts";
import { openTrade } from "./open-trade.ts";
import { cancel, submit } from "./orders.ts";
import type { ActiveIntent, ExecutionState, OpenTrade, TrackedOrder } from "./state.ts";

/** What protects a trade: by leg, where the resting order and the one that is to replace it stand, and what is wanted. */
const GUARDS = {
  STOP: { resting: "stopOrderId", next: "nextStopOrderId", price: "stopPrice", refused: "refusedStop", type: "STOP_MARKET" },
  TAKE_PROFIT: {
    resting: "takeProfitOrderId",
    next: "nextTakeProfitOrderId",
    price: "takeProfitPrice",
    refused: "refusedTakeProfit",
    type: "TAKE_PROFIT_MARKET",
  },
} as const;
type GuardLeg = keyof typeof GUARDS;

/**
 * Places the stop of an entry before the entry can rest. Between its first fill and our hearing of it the price may pass where the stop belongs; the
 * exchange then refuses a stop that comes only now. One that reduces waits without a position, and closes only what there is when it is reached.
 */
export function armAhead(desk: Desk, active: ActiveIntent): void {
  const { state } = desk;
  if (!state.stopsAhead || active.intent.purpose !== "ENTRY" || state.trades[active.intent.tradeId]) return;
  const trade = openTrade(state, active);
  state.childMessagesThisBar += 1;
  const wanted = { leg: "STOP", price: trade.stopPrice, quantity: quantityToProtect(state, trade), cycle: active.cycle } as const;
  trade.stopOrderId = place(desk, trade, wanted).clientOrderId;
}

/** True while nothing of an entry has filled and something still may: its stop waits for it. */
function waitsAhead(state: ExecutionState, { tradeId, ahead }: OpenTrade): boolean {
  return ahead && Object.values(state.intents).some((active) => active.intent.tradeId === tradeId && grows(active));
}

/**
 * Brings what rests at the exchange to what the trade wants. What is new rests before what it replaces is taken back, so the trade is never
 * without a stop. Asked again after every answer until there is nothing left to do.
 */
export function protect(desk: Desk, trade: OpenTrade, cycle: number | null): void {
  if (trade.quantity === "0") return tidy(desk, trade);
  if (trade.unwindOrderId !== null) return;
  bring(desk, trade, "STOP", cycle);
  bring(desk, trade, "TAKE_PROFIT", cycle);
}

function bring(desk: Desk, trade: OpenTrade, leg: GuardLeg, cycle: number | null): void {
  const { resting: restingKey, next: nextKey, price: priceKey, refused } = GUARDS[leg];
  const { orders } = desk.state;
  let resting = orderOf(desk.state, trade[restingKey]);
  const next = orderOf(desk.state, trade[nextKey]);
  if (next?.status === "OPEN") {
    if (resting?.status === "OPEN") cancel(desk, resting);
    trade[restingKey] = next.clientOrderId;
    trade[nextKey] = null;
    resting = orders[next.clientOrderId];
  } else if (next) return;
  if (resting && resting.status !== "OPEN") return;
  const price = trade[priceKey];
  if (price === null) {
    if (resting) cancel(desk, resting);
    return;
  }
  const quantity = quantityToProtect(desk.state, trade);
  const asWanted = resting && new Big(resting.triggerPrice ?? "0").eq(price) && new Big(resting.quantity).eq(quantity);
  if (asWanted || trade[refused] === wish(price, quantity)) return;
  trade[resting ? nextKey : restingKey] = place(desk, trade, { leg, price, quantity, cycle }).clientOrderId;
}

/** What a stop has to cover: what the trade holds and what a working order may still add. One that is too large only ever closes what there is. */
export function quantityToProtect(state: ExecutionState, trade: OpenTrade): string {
  const growing = Object.values(state.intents).filter(
    ({ intent, stage }) => intent.tradeId === trade.tradeId && LEGS_THAT_GROW.has(intent.purpose) && stage === "WORKING",
  );
  return growing
    .reduce((sum, { intent, filledQuantity }) => sum.plus(intent.quantity).minus(filledQuantity), new Big(trade.quantity).abs())
    .toFixed();
}

const LEGS_THAT_GROW: ReadonlySet<string> = new Set(["ENTRY", "ADD"]);

/** True for an intent that makes its trade larger. */
export function grows({ intent }: ActiveIntent): boolean {
  return LEGS_THAT_GROW.has(intent.purpose);
}

function wish(price: string, quantity: string): string {
  return `${quantity} at ${price}`;
}

/** The exchange refused what was to protect: that is not asked for again, and what still rests is what is wanted. */
export function guardRefused(state: ExecutionState, trade: OpenTrade, { leg, triggerPrice, quantity }: TrackedOrder): void {
  const guard = GUARDS[leg as GuardLeg];
  trade[guard.refused] = wish(triggerPrice ?? "0", quantity);
  const resting = orderOf(state, trade[guard.resting]);
  if (resting?.triggerPrice) trade[guard.price] = resting.triggerPrice;
  else if (leg === "TAKE_PROFIT") trade.takeProfitPrice = null;
}

/** Closes some of a trade at market, whatever it costs: it could not be protected. */
export function unwind(desk: Desk, trade: OpenTrade, quantity: Big, cycle: number | null): void {
  trade.placed += 1;
  const order = submit(desk, {
    ...owner(desk.state, trade),
    quantity: quantity.toFixed(),
    leg: "EXIT",
    type: "MARKET",
    price: null,
    timeInForce: null,
    triggerPrice: null,
    cycle,
    attempt: trade.placed,
    leverage: null,
  });
  trade.unwindOrderId = order.clientOrderId;
}

/** How much of a trade no resting stop covers. */
export function uncovered(state: ExecutionState, trade: OpenTrade): Big {
  return new Big(trade.quantity).abs().minus(restingStop(state, trade)?.quantity ?? "0");
}

/** Once a trade is flat, what protected it is taken off the exchange; once that is gone too and nothing can fill it again, it is forgotten. */
export function tidy(desk: Desk, trade: OpenTrade): void {
  if (trade.quantity !== "0" || waitsAhead(desk.state, trade)) return;
  const protecting = guardsOf(desk.state, trade);
  for (const order of protecting) if (order.status === "OPEN") cancel(desk, order);
  const mayGrow = Object.values(desk.state.intents).some((active) => active.intent.tradeId === trade.tradeId && grows(active));
  if (protecting.length === 0 && !mayGrow) delete desk.state.trades[trade.tradeId];
}

/** Stops and take-profits of a trade that the exchange may know. */
export function guardsOf(state: ExecutionState, trade: OpenTrade): TrackedOrder[] {
  return Object.values(state.orders).filter(({ tradeId, leg }) => tradeId === trade.tradeId && isGuard(leg));
}

/** The stop that rests, if one does. */
export function restingStop(state: ExecutionState, trade: OpenTrade): TrackedOrder | null {
  const stop = orderOf(state, trade.stopOrderId);
  return stop?.status === "OPEN" ? stop : null;
}

/** An order that protects has come to its end: the trade no longer counts on it. */
export function forgetGuard(trade: OpenTrade, clientOrderId: string): "resting" | "next" | null {
  for (const { resting, next } of Object.values(GUARDS)) {
    if (trade[next] === clientOrderId) {
      trade[next] = null;
      return "next";
    }
    if (trade[resting] === clientOrderId) {
      trade[resting] = trade[next];
      trade[next] = null;
      return "resting";
    }
  }
  return null;
}

function isGuard(leg: OrderLeg): leg is GuardLeg {
  return leg === "STOP" || leg === "TAKE_PROFIT";
}

function orderOf(state: ExecutionState, id: string | null): TrackedOrder | undefined {
  return id === null ? undefined : state.orders[id];
}

function place(
  desk: Desk,
  trade: OpenTrade,
  wanted: { leg: GuardLeg; price: string; quantity: string; cycle: number | null },
): TrackedOrder {
  const { leg, price, quantity, cycle } = wanted;
  trade.placed += 1;
  const { type } = GUARDS[leg];
  const parts = { leg, type, quantity, price: null, timeInForce: null, triggerPrice: price, cycle, leverage: null };
  return submit(desk, { ...owner(desk.state, trade), ...parts, attempt: trade.placed });
}

function owner(
  { intents }: ExecutionState,
  { intentId, tradeId, symbol, quantity }: OpenTrade,
): { intentId: string; tradeId: string; symbol: string; side: "BUY" | "SELL"; reduceOnly: true } {
  const long = quantity === "0" ? intents[intentId]?.intent.side === "BUY" : new Big(quantity).gt(0);
  return { intentId, tradeId, symbol, side: long ? "SELL" : "BUY", reduceOnly: true };
}
