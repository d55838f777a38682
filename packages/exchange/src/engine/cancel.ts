import type { Decimal } from "@quantum/types";
import Big from "big.js";
import type { ExchangeEvent } from "./events.ts";
import { checkPercentPrice, checkQuantity, checkTick, firstRefusal } from "./filters.ts";
import { endOrder, execute } from "./matching.ts";
import { isOpen, type Order } from "./order.ts";
import { checkAgainstBook, checkMargin, type Placed } from "./place.ts";
import { type Outcome, refuse } from "./refusal.ts";
import type { Exchange, Market } from "./state.ts";
import { refreshWatch } from "./watch.ts";

/** Which order is meant: by its id or by the client's. */
export interface OrderReference {
  readonly symbol: string;
  readonly orderId?: number | undefined;
  readonly clientOrderId?: string | undefined;
}

/** The order meant, open or done; of several with one client id the newest. */
export function findOrder(exchange: Exchange, reference: OrderReference): Order | undefined {
  if (reference.orderId !== undefined) {
    const order = exchange.orders[reference.orderId - 1];
    return order?.symbol === reference.symbol ? order : undefined;
  }
  return exchange.orders.findLast((order) => order.clientOrderId === reference.clientOrderId && order.symbol === reference.symbol);
}

/** Cancels one open plain order. */
export function cancel(exchange: Exchange, reference: OrderReference): Outcome<Placed> {
  const order = findOrder(exchange, reference);
  if (!order || !isOpen(order)) return refuse("CANCEL_REJECTED");
  const events: ExchangeEvent[] = [];
  endOrder(exchange, order, { execution: "CANCELED", at: exchange.marketAt }, events);
  return { accepted: true, value: { order: { ...order }, events } };
}

/** Cancels all open plain orders of a symbol. Conditional ones, such as protective stops, stay. */
export function cancelAll(exchange: Exchange, symbol: string, at: number = exchange.marketAt): Outcome<ExchangeEvent[]> {
  const market = exchange.markets[symbol];
  if (!market) return refuse("BAD_SYMBOL");
  const events: ExchangeEvent[] = [];
  for (const orderId of [...market.openOrderIds]) {
    endOrder(exchange, exchange.orders[orderId - 1] as Order, { execution: "CANCELED", at }, events);
  }
  return { accepted: true, value: events };
}

/**
 * Cancels all plain orders of a symbol once `countdownMs` of market time have passed without another call; 0 stops the
 * countdown. Conditional orders are not touched.
 */
export function countdownCancelAll(exchange: Exchange, symbol: string, countdownMs: number): Outcome<ExchangeEvent[]> {
  const market = exchange.markets[symbol];
  if (!market) return refuse("BAD_SYMBOL");
  if (!(Number.isInteger(countdownMs) && countdownMs >= 0))
    return refuse("BAD_PARAMETER", "Parameter 'countdownTime' must be a whole number of milliseconds.");
  market.countdownAt = countdownMs === 0 ? null : exchange.marketAt + countdownMs;
  return { accepted: true, value: [] };
}

/** Changes price and quantity of an open limit order. A quantity at or below what was filled cancels it. */
export function amend(exchange: Exchange, reference: OrderReference, change: { quantity: Decimal; price: Decimal }): Outcome<Placed> {
  const order = findOrder(exchange, reference);
  if (!order || !isOpen(order)) return refuse("NO_SUCH_ORDER");
  const market = exchange.markets[order.symbol] as Market;
  const refusal = firstRefusal(
    () => checkQuantity(market, change.quantity),
    () => checkTick(market, change.price),
    () => checkPercentPrice(market, order.side, change.price),
    () => (new Big(change.quantity).eq(order.quantity) && new Big(change.price).eq(order.price) ? refuse("NOTHING_TO_MODIFY") : null),
  );
  if (refusal) return refusal;
  if (new Big(change.quantity).lte(order.executedQuantity)) return cancel(exchange, { symbol: order.symbol, orderId: order.orderId });
  return applyAmendment(exchange, market, order, change);
}

function applyAmendment(exchange: Exchange, market: Market, order: Order, change: { quantity: Decimal; price: Decimal }): Outcome<Placed> {
  const at = exchange.marketAt;
  const meeting = { price: market.lastPrice, at };
  const amended: Order = { ...order, quantity: change.quantity, price: change.price, limit: Number(change.price), updatedAt: at };
  const boundUsd = (Number(order.quantity) - Number(order.executedQuantity)) * order.limit;
  const replaced = { bidUsd: order.side === "BUY" ? boundUsd : 0, askUsd: order.side === "SELL" ? boundUsd : 0 };
  const refusal =
    checkAgainstBook(exchange, market, { ...amended, reduceOnly: true }, meeting) ??
    (order.reduceOnly ? null : checkMargin(exchange, market, amended, replaced));
  if (refusal) return refusal;
  Object.assign(order, amended);
  refreshWatch(exchange, market);
  const events: ExchangeEvent[] = [{ kind: "order", at, execution: "AMENDMENT", order: { ...order }, fill: null }];
  execute(exchange, market, order, meeting, events);
  return { accepted: true, value: { order: { ...order }, events } };
}
