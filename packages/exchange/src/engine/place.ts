import { availableUsd, requiredMarginUsd } from "./account.ts";
import { touch } from "./book.ts";
import type { ExchangeEvent } from "./events.ts";
import { checkNotional, checkPercentPrice, checkQuantity, checkTick, firstRefusal } from "./filters.ts";
import { ENGINE_LIMITS } from "./limits.ts";
import { notionalCapUsd } from "./margin-tiers.ts";
import { execute, type Meeting, takeable } from "./matching.ts";
import type { AlgoOrder, Order, OrderRequest } from "./order.ts";
import { type Outcome, type Refusal, refuse } from "./refusal.ts";
import type { Exchange, Market } from "./state.ts";

/** What placing led to: the order as it stands afterwards and everything that happened, in order. */
export interface Placed {
  readonly order: Order;
  readonly events: ExchangeEvent[];
}

/** Places a MARKET or LIMIT order at the current market time. Nothing changes when it is refused. */
export function place(exchange: Exchange, request: OrderRequest): Outcome<Placed> {
  const market = exchange.markets[request.symbol];
  const refusal = market ? checkRequest(exchange, market, request) : refuse("BAD_SYMBOL");
  if (refusal || !market) return refusal ?? refuse("BAD_SYMBOL");
  const order = draftOrder(exchange, request, exchange.marketAt);
  const meeting = { price: market.lastPrice, at: exchange.marketAt };
  const late = checkAgainstBook(exchange, market, order, meeting);
  if (late) return late;
  const events: ExchangeEvent[] = [];
  enter(exchange, market, order, meeting, events);
  return { accepted: true, value: { order: { ...order }, events } };
}

function checkRequest(exchange: Exchange, market: Market, request: OrderRequest): Refusal | null {
  const limit = request.type === "LIMIT";
  return firstRefusal(
    () =>
      market.lastPrice > 0 && market.instrument.status === "TRADING" ? null : refuse("BAD_SYMBOL", `${request.symbol} is not trading.`),
    () => checkQuantity(market, request.quantity),
    () => (limit ? checkTick(market, request.price) : null),
    () => (limit ? checkPercentPrice(market, request.side, request.price ?? "0") : null),
    () =>
      request.reduceOnly
        ? checkReduceOnly(market, request)
        : checkNotional(market, request.quantity, limit ? (request.price ?? "0") : market.markPrice),
    () => (market.openOrderIds.length >= ENGINE_LIMITS.openOrdersMax ? refuse("MAX_OPEN_ORDERS") : null),
    () => (isIdTaken(exchange, market, request.clientOrderId) ? refuse("DUPLICATE_ID") : null),
  );
}

function checkReduceOnly(market: Market, request: Pick<OrderRequest, "side">): Refusal | null {
  const held = request.side === "SELL" ? market.position.size : -market.position.size;
  return held > 0 ? null : refuse("REDUCE_ONLY");
}

function isIdTaken(exchange: Exchange, market: Market, clientOrderId: string | undefined): boolean {
  if (clientOrderId === undefined) return false;
  return market.openOrderIds.some((orderId) => exchange.orders[orderId - 1]?.clientOrderId === clientOrderId);
}

/** The order as it would enter the books, not yet in them. */
function draftOrder(exchange: Exchange, request: OrderRequest, at: number): Order {
  const orderId = exchange.orders.length + 1;
  return {
    orderId,
    clientOrderId: request.clientOrderId ?? `auto-${orderId}`,
    symbol: request.symbol,
    side: request.side,
    type: request.type,
    originalType: request.type,
    timeInForce: request.timeInForce ?? "GTC",
    quantity: request.quantity,
    price: request.type === "LIMIT" ? (request.price ?? "0") : "0",
    limit: request.type === "LIMIT" ? Number(request.price) : 0,
    reduceOnly: request.reduceOnly ?? false,
    closePosition: false,
    status: "NEW",
    executedQuantity: "0",
    executedUsd: "0",
    algoId: null,
    createdAt: at,
    updatedAt: at,
  };
}

/** What depends on the book: post-only, an empty book and the margin. */
export function checkAgainstBook(exchange: Exchange, market: Market, order: Order, meeting: Meeting): Refusal | null {
  if (order.timeInForce === "GTX" && crosses(market, order, meeting.price)) return refuse("POST_ONLY");
  if (order.type === "MARKET" && takeable(exchange, market, order, meeting).length === 0) return refuse("MARKET_PERCENT_PRICE");
  return order.reduceOnly ? null : checkMargin(exchange, market, order);
}

function crosses(market: Market, order: Order, price: number): boolean {
  const { bidTicks, askTicks } = touch(market, price);
  const ticks = Math.round(order.limit / market.tick);
  return order.side === "BUY" ? ticks >= askTicks : ticks <= bidTicks;
}

/** Refuses what would bind more margin than is available; what lowers the margin always passes. */
export function checkMargin(
  exchange: Exchange,
  market: Market,
  order: Order,
  replaced: { bidUsd: number; askUsd: number } = { bidUsd: 0, askUsd: 0 },
): Refusal | null {
  const { bidTicks, askTicks } = touch(market, market.lastPrice);
  const buys = order.side === "BUY";
  const price = order.type === "LIMIT" ? order.limit : (buys ? askTicks : bidTicks) * market.tick;
  const usd = (Number(order.quantity) - Number(order.executedQuantity)) * price;
  const now = requiredMarginUsd(exchange, market);
  const extra = { bidUsd: (buys ? usd : 0) - replaced.bidUsd, askUsd: (buys ? 0 : usd) - replaced.askUsd };
  const more = requiredMarginUsd(exchange, market, extra) - now;
  if (more <= 0) return null;
  if (more > availableUsd(exchange)) return refuse("MARGIN_NOT_SUFFICIENT");
  const capUsd = notionalCapUsd(market.instrument, market.leverage);
  return capUsd !== null && (now + more) * market.leverage > capUsd ? refuse("POSITION_LIMIT") : null;
}

/** Puts a checked order into the books and lets it meet the market. */
function enter(exchange: Exchange, market: Market, order: Order, meeting: Meeting, events: ExchangeEvent[]): void {
  exchange.orders.push(order);
  events.push({ kind: "order", at: meeting.at, execution: "NEW", order: { ...order }, fill: null });
  execute(exchange, market, order, meeting, events);
}

/** Sends the plain order of a triggered conditional one; answers why it was refused. */
export function enterTriggered(
  exchange: Exchange,
  market: Market,
  algo: AlgoOrder,
  meeting: Meeting,
  events: ExchangeEvent[],
): Order | Refusal {
  const reduces = algo.reduceOnly || algo.closePosition;
  const limit = algo.type === "STOP" || algo.type === "TAKE_PROFIT";
  const refusal = reduces ? checkReduceOnly(market, algo) : null;
  if (refusal) return refusal;
  const quantity = algo.closePosition ? market.position.quantity.replace("-", "") : algo.quantity;
  const request: OrderRequest = {
    symbol: algo.symbol,
    side: algo.side,
    type: limit ? "LIMIT" : "MARKET",
    quantity,
    price: algo.price,
    reduceOnly: reduces,
  };
  const order: Order = {
    ...draftOrder(exchange, { ...request, clientOrderId: algo.clientAlgoId }, meeting.at),
    originalType: algo.type,
    timeInForce: limit ? algo.timeInForce : "GTC",
    closePosition: algo.closePosition,
    algoId: algo.algoId,
  };
  const late = checkAgainstBook(exchange, market, order, meeting);
  if (late) return late;
  enter(exchange, market, order, meeting, events);
  return order;
}

/** Closes a whole position in the name of the liquidation engine. */
export function enterLiquidation(exchange: Exchange, market: Market, meeting: Meeting, events: ExchangeEvent[]): void {
  const { symbol } = market.instrument;
  const side = market.position.size > 0 ? "SELL" : "BUY";
  const quantity = market.position.quantity.replace("-", "");
  const draft = draftOrder(exchange, { symbol, side, type: "MARKET", quantity, reduceOnly: true }, meeting.at);
  const order: Order = { ...draft, clientOrderId: `autoclose-${draft.orderId}`, originalType: "LIQUIDATION", timeInForce: "IOC" };
  enter(exchange, market, order, meeting, events);
}
