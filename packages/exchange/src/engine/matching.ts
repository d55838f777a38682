import { type BookPoint, type Level, walkBook } from "./book.ts";
import { bookTrade } from "./booking.ts";
import { priceOf, quantityOf, stepsIn } from "./decimals.ts";
import type { ExchangeEvent, ExecutionType } from "./events.ts";
import { ENGINE_LIMITS } from "./limits.ts";
import { isOpen, type Order } from "./order.ts";
import type { Exchange, Market } from "./state.ts";
import { refreshWatch } from "./watch.ts";

/** Where and when an order meets the book. `low` and `high` bound the prices of a trade inside a bar. */
export interface Meeting {
  readonly price: number;
  readonly at: number;
  readonly low?: number;
  readonly high?: number;
}

/** Steps of an order that are still to be filled; a reduce-only order never gets past the position. */
export function remainingSteps(market: Market, order: Order): number {
  const open = stepsIn(market, order.quantity) - stepsIn(market, order.executedQuantity);
  if (!order.reduceOnly) return open;
  const held = order.side === "SELL" ? market.position.size : -market.position.size;
  return Math.min(open, held > 0 ? stepsIn(market, held) : 0);
}

/** The levels an order could take, best first, until it has enough. */
export function takeable(exchange: Exchange, market: Market, order: Order, meeting: Meeting): Level[] {
  const point: BookPoint = { price: meeting.price, at: meeting.at, seed: exchange.seed };
  const buys = order.side === "BUY";
  const bound = worstTicks(market, order);
  const found: Level[] = [];
  let wanted = remainingSteps(market, order);
  if (wanted <= 0) return found;
  walkBook(market, point, buys ? "ASK" : "BID", (level) => {
    const ticks = clampTicks(market, level.ticks, meeting);
    if (buys ? ticks > bound : ticks < bound) return false;
    const steps = Math.min(level.steps, wanted);
    found.push({ ticks, steps });
    wanted -= steps;
    return wanted > 0;
  });
  return found;
}

/** The furthest price an order may trade at: its limit, or for a market order the take bound around the mark price. */
function worstTicks(market: Market, order: Order): number {
  if (order.originalType === "LIQUIDATION") return order.side === "BUY" ? Number.MAX_SAFE_INTEGER : 1;
  if (order.type === "LIMIT") return Math.round(order.limit / market.tick);
  const bound = ENGINE_LIMITS.marketTakeBoundRatio;
  const price = order.side === "BUY" ? market.markPrice * (1 + bound) : market.markPrice * (1 - bound);
  return order.side === "BUY" ? Math.floor(price / market.tick) : Math.ceil(price / market.tick);
}

function clampTicks(market: Market, ticks: number, meeting: Meeting): number {
  let clamped = ticks;
  if (meeting.high !== undefined) clamped = Math.min(clamped, Math.floor(meeting.high / market.tick + 1e-9));
  if (meeting.low !== undefined) clamped = Math.max(clamped, Math.ceil(meeting.low / market.tick - 1e-9));
  return clamped;
}

/** Lets an order take what it can from the book. */
export function take(exchange: Exchange, market: Market, order: Order, meeting: Meeting, events: ExchangeEvent[]): void {
  for (const level of takeable(exchange, market, order, meeting)) {
    if (order.side === "BUY") market.takenAskSteps += level.steps;
    else market.takenBidSteps += level.steps;
    const liquidation = order.originalType === "LIQUIDATION" ? { extraFeeRatio: exchange.fees.liquidationRatio } : {};
    const trade = { order, price: priceOf(market, level.ticks), quantity: quantityOf(market, level.steps), maker: false, at: meeting.at };
    bookTrade(exchange, market, { ...trade, ...liquidation }, events);
  }
  if (order.originalType === "LIQUIDATION") takeOver(exchange, market, order, meeting, events);
}

/** What the book could not take of a liquidated position is taken over at the worst price of the bar. */
function takeOver(exchange: Exchange, market: Market, order: Order, meeting: Meeting, events: ExchangeEvent[]): void {
  const steps = remainingSteps(market, order);
  if (steps <= 0) return;
  const worst = order.side === "BUY" ? meeting.high : meeting.low;
  const ticks = clampTicks(market, Math.round((worst ?? meeting.price) / market.tick), meeting);
  const trade = { order, price: priceOf(market, ticks), quantity: quantityOf(market, steps), maker: false, at: meeting.at };
  bookTrade(exchange, market, { ...trade, extraFeeRatio: exchange.fees.liquidationRatio }, events);
}

/** Ends an open order without a (further) fill. */
export function endOrder(
  exchange: Exchange,
  order: Order,
  end: { execution: Extract<ExecutionType, "CANCELED" | "EXPIRED">; at: number },
  events: ExchangeEvent[],
): void {
  order.status = end.execution;
  order.updatedAt = end.at;
  forget(exchange, order);
  events.push({ kind: "order", at: end.at, execution: end.execution, order: { ...order }, fill: null });
}

/** Takes an order that is done off the list of open ones. */
export function forget(exchange: Exchange, order: Order): void {
  const market = exchange.markets[order.symbol] as Market;
  const index = market.openOrderIds.indexOf(order.orderId);
  if (index < 0) return;
  market.openOrderIds.splice(index, 1);
  refreshWatch(exchange, market);
}

/** When a position is flat, what could only reduce it has no more purpose and expires. */
export function expireWhenFlat(exchange: Exchange, market: Market, at: number, events: ExchangeEvent[]): void {
  if (market.position.size !== 0) return;
  for (const orderId of [...market.openOrderIds]) {
    const order = exchange.orders[orderId - 1];
    if (order?.reduceOnly && isOpen(order)) endOrder(exchange, order, { execution: "EXPIRED", at }, events);
  }
}

/** Lets a new or amended order do what its type and time in force say. It is already in the books. */
export function execute(exchange: Exchange, market: Market, order: Order, meeting: Meeting, events: ExchangeEvent[]): void {
  if (order.timeInForce !== "FOK" || isWholly(exchange, market, order, meeting)) take(exchange, market, order, meeting, events);
  const done = order.status === "FILLED";
  const rests = !done && order.type === "LIMIT" && (order.timeInForce === "GTC" || order.timeInForce === "GTX");
  if (done) forget(exchange, order);
  else if (!rests || remainingSteps(market, order) <= 0) endOrder(exchange, order, { execution: "EXPIRED", at: meeting.at }, events);
  else if (!market.openOrderIds.includes(order.orderId)) {
    market.openOrderIds.push(order.orderId);
    refreshWatch(exchange, market);
  }
  expireWhenFlat(exchange, market, meeting.at, events);
}

function isWholly(exchange: Exchange, market: Market, order: Order, meeting: Meeting): boolean {
  const steps = takeable(exchange, market, order, meeting).reduce((sum, level) => sum + level.steps, 0);
  return steps >= stepsIn(market, order.quantity);
}
