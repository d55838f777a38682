import Big from "big.js";
import type { ExchangeEvent } from "./events.ts";
import { checkNotional, checkQuantity, checkTick, firstRefusal } from "./filters.ts";
import { ENGINE_LIMITS } from "./limits.ts";
import type { AlgoOrder, AlgoRequest, AlgoStatus } from "./order.ts";
import { type Outcome, type Refusal, refuse } from "./refusal.ts";
import type { Exchange, Market } from "./state.ts";
import { algoOf, refreshWatch } from "./watch.ts";

/** What a command on a conditional order led to. */
export interface AlgoPlaced {
  readonly algo: AlgoOrder;
  readonly events: ExchangeEvent[];
}

/** Which conditional order is meant. */
export interface AlgoReference {
  readonly algoId?: number | undefined;
  readonly clientAlgoId?: string | undefined;
}

/** Places a conditional order. It holds no margin and is checked against position and margin only when it is triggered. */
export function placeAlgo(exchange: Exchange, request: AlgoRequest): Outcome<AlgoPlaced> {
  const market = exchange.markets[request.symbol];
  if (!market) return refuse("BAD_SYMBOL");
  const refusal = checkAlgo(exchange, market, request);
  if (refusal) return refusal;
  const algo = draftAlgo(exchange, request);
  const events: ExchangeEvent[] = [];
  exchange.algos.push(algo);
  market.openAlgoIds.push(algo.algoId);
  refreshWatch(exchange, market);
  events.push({ kind: "algo", at: algo.createdAt, algo: { ...algo } });
  return { accepted: true, value: { algo: { ...algo }, events } };
}

function checkAlgo(exchange: Exchange, market: Market, request: AlgoRequest): Refusal | null {
  const trailing = request.type === "TRAILING_STOP_MARKET";
  const limit = request.type === "STOP" || request.type === "TAKE_PROFIT";
  return firstRefusal(
    () =>
      market.lastPrice > 0 && market.instrument.status === "TRADING" ? null : refuse("BAD_SYMBOL", `${request.symbol} is not trading.`),
    () => checkClosePosition(request),
    () => (request.closePosition ? null : checkQuantity(market, request.quantity)),
    () => (trailing ? checkTrailing(market, request) : checkTick(market, request.triggerPrice, "triggerPrice")),
    () => (limit ? checkTick(market, request.price) : null),
    () =>
      request.closePosition || request.reduceOnly
        ? null
        : checkNotional(market, request.quantity ?? "0", limit ? (request.price ?? "0") : market.markPrice),
    () => (trailing || !wouldTrigger(market, request) ? null : refuse("WOULD_TRIGGER")),
    () => (market.openAlgoIds.length >= ENGINE_LIMITS.openAlgosMax ? refuse("MAX_ALGO_ORDERS") : null),
    () => (isAlgoIdTaken(exchange, market, request.clientAlgoId) ? refuse("DUPLICATE_ID") : null),
  );
}

function checkClosePosition(request: AlgoRequest): Refusal | null {
  if (!request.closePosition) return null;
  if (request.type !== "STOP_MARKET" && request.type !== "TAKE_PROFIT_MARKET")
    return refuse("BAD_PARAMETER", "closePosition goes with STOP_MARKET and TAKE_PROFIT_MARKET only.");
  if (request.quantity !== undefined || request.reduceOnly)
    return refuse("BAD_PARAMETER", "closePosition cannot be sent with quantity or reduceOnly.");
  return null;
}

function checkTrailing(market: Market, request: AlgoRequest): Refusal | null {
  const percent = request.callbackPercent;
  if (percent === undefined || !(percent >= ENGINE_LIMITS.callbackMinPercent && percent <= ENGINE_LIMITS.callbackMaxPercent))
    return refuse("BAD_CALLBACK");
  return request.activationPrice === undefined ? null : checkTick(market, request.activationPrice, "activationPrice");
}

function wouldTrigger(market: Market, request: AlgoRequest): boolean {
  const price = new Big(request.workingType === "MARK_PRICE" ? market.markPrice : market.lastPrice);
  const stops = request.type === "STOP" || request.type === "STOP_MARKET";
  const below = stops === (request.side === "SELL");
  return below ? price.lte(request.triggerPrice ?? "0") : price.gte(request.triggerPrice ?? "0");
}

function isAlgoIdTaken(exchange: Exchange, market: Market, clientAlgoId: string | undefined): boolean {
  return clientAlgoId !== undefined && market.openAlgoIds.some((id) => algoOf(exchange, id)?.clientAlgoId === clientAlgoId);
}

function draftAlgo(exchange: Exchange, request: AlgoRequest): AlgoOrder {
  const algoId = ENGINE_LIMITS.algoIdBase + exchange.algos.length + 1;
  const at = exchange.marketAt;
  return {
    algoId,
    clientAlgoId: request.clientAlgoId ?? `auto-${algoId}`,
    symbol: request.symbol,
    side: request.side,
    type: request.type,
    quantity: request.quantity ?? "0",
    triggerPrice: request.triggerPrice ?? "0",
    trigger: Number(request.triggerPrice ?? "0"),
    price: request.price ?? "0",
    timeInForce: request.timeInForce ?? "GTC",
    reduceOnly: request.reduceOnly ?? false,
    closePosition: request.closePosition ?? false,
    workingType: request.workingType ?? "CONTRACT_PRICE",
    callbackPercent: request.callbackPercent ?? 0,
    activation: Number(request.activationPrice ?? "0"),
    extreme: 0,
    status: "NEW",
    orderId: 0,
    triggeredAt: 0,
    reason: "",
    createdAt: at,
    updatedAt: at,
  };
}

/** The conditional order meant, open or done; of several with one client id the newest. */
export function findAlgo(exchange: Exchange, reference: AlgoReference): AlgoOrder | undefined {
  if (reference.algoId !== undefined) return algoOf(exchange, reference.algoId);
  return exchange.algos.findLast((algo) => algo.clientAlgoId === reference.clientAlgoId);
}

/** Cancels one conditional order. */
export function cancelAlgo(exchange: Exchange, reference: AlgoReference): Outcome<AlgoPlaced> {
  const algo = findAlgo(exchange, reference);
  if (algo?.status !== "NEW") return refuse("CANCEL_REJECTED");
  const events: ExchangeEvent[] = [];
  endAlgo(exchange, algo, { status: "CANCELED", at: exchange.marketAt }, events);
  return { accepted: true, value: { algo: { ...algo }, events } };
}

/** Cancels all conditional orders of a symbol. */
export function cancelAllAlgos(exchange: Exchange, symbol: string): Outcome<ExchangeEvent[]> {
  const market = exchange.markets[symbol];
  if (!market) return refuse("BAD_SYMBOL");
  const events: ExchangeEvent[] = [];
  for (const algoId of [...market.openAlgoIds]) {
    const algo = algoOf(exchange, algoId);
    if (algo) endAlgo(exchange, algo, { status: "CANCELED", at: exchange.marketAt }, events);
  }
  return { accepted: true, value: events };
}

/** Gives a conditional order its next status and takes it off the list of waiting ones. */
export function endAlgo(
  exchange: Exchange,
  algo: AlgoOrder,
  end: { status: AlgoStatus; at: number; reason?: string },
  events: ExchangeEvent[],
): void {
  const market = exchange.markets[algo.symbol] as Market;
  algo.status = end.status;
  algo.updatedAt = end.at;
  algo.reason = end.reason ?? "";
  const index = market.openAlgoIds.indexOf(algo.algoId);
  if (index >= 0) market.openAlgoIds.splice(index, 1);
  refreshWatch(exchange, market);
  events.push({ kind: "algo", at: end.at, algo: { ...algo } });
}
