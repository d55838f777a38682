import { findOrder, isOpen, type Order, type OrderReference, type OrderRequest } from "@quantum/exchange/engine";
import { SIMULATOR_LIMITS } from "../limits.ts";
import { orderRow } from "../present/orders.ts";
import { ApiError, badParameter, refused } from "./api-error.ts";
import { type Api, type Endpoint, symbolOf, symbolsOf } from "./endpoint.ts";
import { Query } from "./query.ts";

const TIMES_IN_FORCE = ["GTC", "IOC", "FOK", "GTX"] as const;
const CONDITIONAL = ["STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"];
/** Most orders of one batch (Binance). */
const BATCH_MAX = 5;

/** Plain orders. */
export const ORDER_ENDPOINTS: readonly Endpoint[] = [
  { method: "POST", path: "/fapi/v1/order", access: "SIGNED", weight: 0, orders: 1, handle: placeOrder },
  { method: "GET", path: "/fapi/v1/order", access: "SIGNED", weight: 1, handle: queryOrder },
  { method: "PUT", path: "/fapi/v1/order", access: "SIGNED", weight: 1, orders: 1, handle: amendOrder },
  { method: "DELETE", path: "/fapi/v1/order", access: "SIGNED", weight: 1, handle: cancelOrder },
  { method: "POST", path: "/fapi/v1/batchOrders", access: "SIGNED", weight: 5, orders: 1, handle: placeBatch },
  { method: "DELETE", path: "/fapi/v1/batchOrders", access: "SIGNED", weight: 1, handle: cancelBatch },
  { method: "GET", path: "/fapi/v1/openOrder", access: "SIGNED", weight: 1, handle: openOrder },
  {
    method: "GET",
    path: "/fapi/v1/openOrders",
    access: "SIGNED",
    weight: (query) => (query.optional("symbol") === undefined ? 40 : 1),
    handle: openOrders,
  },
  { method: "GET", path: "/fapi/v1/allOrders", access: "SIGNED", weight: 5, handle: allOrders },
  { method: "DELETE", path: "/fapi/v1/allOpenOrders", access: "SIGNED", weight: 1, handle: cancelAllOrders },
  { method: "POST", path: "/fapi/v1/countdownCancelAll", access: "SIGNED", weight: 10, handle: countdownCancelAll },
];

function placeOrder(query: Query, api: Api): unknown {
  const outcome = api.venue.execute({ kind: "place", request: orderRequestOf(query, api) });
  if (!outcome.accepted) throw refused(outcome);
  return orderRow(api.venue.exchange.orders[outcome.value.id - 1] as Order);
}

function orderRequestOf(query: Query, api: Api): OrderRequest {
  const symbol = symbolOf(query, api);
  checkPositionSide(query);
  const type = query.text("type");
  if (CONDITIONAL.includes(type))
    throw new ApiError(400, -4120, "Order type not supported for this endpoint. Please use the Algo Order API endpoints instead.");
  if (type !== "MARKET" && type !== "LIMIT") throw new ApiError(400, -1116, "Invalid orderType.");
  return {
    symbol,
    side: query.oneOf("side", ["BUY", "SELL"]),
    type,
    quantity: query.requiredDecimal("quantity"),
    price: type === "LIMIT" ? query.requiredDecimal("price") : undefined,
    timeInForce: type === "LIMIT" ? query.oneOf("timeInForce", TIMES_IN_FORCE) : undefined,
    reduceOnly: query.flag("reduceOnly"),
    clientOrderId: clientIdOf(query, "newClientOrderId"),
  };
}

/** One-way positions only. */
export function checkPositionSide(query: Query): void {
  if ((query.optional("positionSide") ?? "BOTH") !== "BOTH")
    throw new ApiError(400, -4061, "Order's position side does not match user's setting.");
}

/** A client's own id: up to 36 characters of a small alphabet. */
export function clientIdOf(query: Query, name: string): string | undefined {
  const id = query.optional(name);
  if (id !== undefined && !/^[.A-Z:/a-z0-9_-]{1,36}$/.test(id)) throw new ApiError(400, -4015, "Client order id is not valid.");
  return id;
}

function referenceOf(query: Query, api: Api): OrderReference {
  const orderId = query.integer("orderId");
  const clientOrderId = query.optional("origClientOrderId");
  if (orderId === undefined && clientOrderId === undefined) throw badParameter("orderId");
  return { symbol: symbolOf(query, api), orderId, clientOrderId };
}

function queryOrder(query: Query, api: Api): unknown {
  const order = findOrder(api.venue.exchange, referenceOf(query, api));
  if (!order) throw new ApiError(400, -2013, "Order does not exist.");
  return orderRow(order);
}

function openOrder(query: Query, api: Api): unknown {
  const order = findOrder(api.venue.exchange, referenceOf(query, api));
  if (!order || !isOpen(order)) throw new ApiError(400, -2013, "Order does not exist.");
  return orderRow(order);
}

function amendOrder(query: Query, api: Api): unknown {
  const reference = referenceOf(query, api);
  const outcome = api.venue.execute({
    kind: "amend",
    reference,
    quantity: query.requiredDecimal("quantity"),
    price: query.requiredDecimal("price"),
  });
  if (!outcome.accepted) throw refused(outcome);
  return orderRow(api.venue.exchange.orders[outcome.value.id - 1] as Order);
}

function cancelOrder(query: Query, api: Api): unknown {
  return cancelOne(referenceOf(query, api), api);
}

function cancelOne(reference: OrderReference, api: Api): unknown {
  const outcome = api.venue.execute({ kind: "cancel", reference });
  if (!outcome.accepted) throw refused(outcome);
  return orderRow(api.venue.exchange.orders[outcome.value.id - 1] as Order);
}

function placeBatch(query: Query, api: Api): unknown {
  const orders = listOf(query, "batchOrders");
  return orders.map((order) => {
    if (typeof order !== "object" || order === null) throw badParameter("batchOrders");
    const parameters = Object.entries(order).map(([name, value]): [string, string] => [name, String(value)]);
    return partial(() => placeOrder(new Query(new URLSearchParams(parameters)), api));
  });
}

function cancelBatch(query: Query, api: Api): unknown {
  const symbol = symbolOf(query, api);
  const byId = query.optional("orderidlist") ?? query.optional("orderIdList");
  const list = listOf(
    query,
    byId === undefined ? firstOf(query, "origclientorderidlist", "origClientOrderIdList") : firstOf(query, "orderidlist", "orderIdList"),
  );
  return list.map((id) =>
    partial(() => cancelOne(byId === undefined ? { symbol, clientOrderId: String(id) } : { symbol, orderId: Number(id) }, api)),
  );
}

function firstOf(query: Query, ...names: readonly string[]): string {
  return names.find((name) => query.optional(name) !== undefined) ?? (names[0] as string);
}

function listOf(query: Query, name: string): unknown[] {
  let list: unknown;
  try {
    list = JSON.parse(query.text(name));
  } catch {
    throw badParameter(name);
  }
  if (!Array.isArray(list) || list.length === 0) throw badParameter(name);
  if (list.length > BATCH_MAX * 2) throw new ApiError(400, -4082, "Invalid number of batch place orders.");
  return list;
}

/** One part of a batch: its answer, or its error in its place. */
function partial(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof ApiError) return { code: error.code, msg: error.message };
    throw error;
  }
}

function openOrders(query: Query, api: Api): unknown {
  const { exchange } = api.venue;
  const ids = symbolsOf(query, api).flatMap((symbol) => exchange.markets[symbol]?.openOrderIds ?? []);
  return ids.sort((a, b) => a - b).map((id) => orderRow(exchange.orders[id - 1] as Order));
}

/** Orders of a symbol, open or done. From an id or a time on: the oldest first; otherwise the newest. Always ascending. */
function allOrders(query: Query, api: Api): unknown {
  const symbol = symbolOf(query, api);
  const limit = query.limit(SIMULATOR_LIMITS.rowsDefault, SIMULATOR_LIMITS.rowsMax);
  const fromId = query.integer("orderId");
  const startAt = query.integer("startTime");
  const endAt = query.integer("endTime") ?? Number.POSITIVE_INFINITY;
  const found = api.venue.exchange.orders.filter(
    (order) => order.symbol === symbol && order.orderId >= (fromId ?? 0) && order.createdAt >= (startAt ?? 0) && order.createdAt <= endAt,
  );
  const rows = fromId === undefined && startAt === undefined ? found.slice(-limit) : found.slice(0, limit);
  return rows.map(orderRow);
}

function cancelAllOrders(query: Query, api: Api): unknown {
  const outcome = api.venue.execute({ kind: "cancelAll", symbol: symbolOf(query, api) });
  if (!outcome.accepted) throw refused(outcome);
  return { code: 200, msg: "The operation of cancel all open order is done." };
}

/** The dead-man switch counts market time, so that an accelerated day is the same day. */
function countdownCancelAll(query: Query, api: Api): unknown {
  const symbol = symbolOf(query, api);
  const countdownMs = query.requiredInteger("countdownTime");
  const outcome = api.venue.execute({ kind: "countdown", symbol, countdownMs });
  if (!outcome.accepted) throw refused(outcome);
  return { symbol, countdownTime: String(countdownMs) };
}
