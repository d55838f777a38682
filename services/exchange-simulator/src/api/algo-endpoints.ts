import { type AlgoOrder, type AlgoReference, type AlgoRequest, algoOf, findAlgo, type Order } from "@quantum/exchange/engine";
import { SIMULATOR_LIMITS } from "../limits.ts";
import { algoRow } from "../present/orders.ts";
import { ApiError, badParameter, refused } from "./api-error.ts";
import { type Api, type Endpoint, symbolOf, symbolsOf } from "./endpoint.ts";
import { checkPositionSide, clientIdOf } from "./order-endpoints.ts";
import type { Query } from "./query.ts";

/** Conditional orders, on endpoints of their own as on Binance. */
export const ALGO_ENDPOINTS: readonly Endpoint[] = [
  { method: "POST", path: "/fapi/v1/algoOrder", access: "SIGNED", weight: 0, orders: 1, handle: placeAlgo },
  { method: "GET", path: "/fapi/v1/algoOrder", access: "SIGNED", weight: 1, handle: queryAlgo },
  { method: "DELETE", path: "/fapi/v1/algoOrder", access: "SIGNED", weight: 1, handle: cancelAlgo },
  {
    method: "GET",
    path: "/fapi/v1/openAlgoOrders",
    access: "SIGNED",
    weight: (query) => (query.optional("symbol") === undefined ? 40 : 1),
    handle: openAlgos,
  },
  { method: "GET", path: "/fapi/v1/allAlgoOrders", access: "SIGNED", weight: 5, handle: allAlgos },
  { method: "DELETE", path: "/fapi/v1/algoOpenOrders", access: "SIGNED", weight: 1, handle: cancelAllAlgos },
];

function placeAlgo(query: Query, api: Api): unknown {
  const outcome = api.venue.execute({ kind: "placeAlgo", request: algoRequestOf(query, api) });
  if (!outcome.accepted) throw refused(outcome);
  return row(algoOf(api.venue.exchange, outcome.value.id) as AlgoOrder, api);
}

function algoRequestOf(query: Query, api: Api): AlgoRequest {
  checkPositionSide(query);
  if (query.text("algoType") !== "CONDITIONAL") throw badParameter("algoType");
  const callback = query.decimal("callbackRate");
  return {
    symbol: symbolOf(query, api),
    side: query.oneOf("side", ["BUY", "SELL"]),
    type: query.oneOf("type", ["STOP_MARKET", "TAKE_PROFIT_MARKET", "STOP", "TAKE_PROFIT", "TRAILING_STOP_MARKET"]),
    quantity: query.decimal("quantity"),
    triggerPrice: query.decimal("triggerPrice"),
    price: query.decimal("price"),
    timeInForce: query.optionalOneOf("timeInForce", ["GTC", "IOC", "FOK", "GTX"]),
    reduceOnly: query.flag("reduceOnly"),
    closePosition: query.flag("closePosition"),
    workingType: query.optionalOneOf("workingType", ["MARK_PRICE", "CONTRACT_PRICE"]),
    clientAlgoId: clientIdOf(query, "clientAlgoId"),
    callbackPercent: callback === undefined ? undefined : Number(callback),
    activationPrice: query.decimal("activatePrice") ?? query.decimal("activationPrice"),
  };
}

function row(algo: AlgoOrder, api: Api): Record<string, unknown> {
  const placed: Order | undefined = algo.orderId > 0 ? api.venue.exchange.orders[algo.orderId - 1] : undefined;
  return algoRow(algo, placed);
}

function referenceOf(query: Query): AlgoReference {
  const algoId = query.integer("algoId");
  const clientAlgoId = query.optional("clientAlgoId");
  if (algoId === undefined && clientAlgoId === undefined) throw badParameter("algoId");
  return { algoId, clientAlgoId };
}

function queryAlgo(query: Query, api: Api): unknown {
  const algo = findAlgo(api.venue.exchange, referenceOf(query));
  if (!algo) throw new ApiError(400, -2013, "Order does not exist.");
  return row(algo, api);
}

function cancelAlgo(query: Query, api: Api): unknown {
  const reference = referenceOf(query);
  const outcome = api.venue.execute({ kind: "cancelAlgo", reference });
  if (!outcome.accepted) throw refused(outcome);
  const algo = algoOf(api.venue.exchange, outcome.value.id) as AlgoOrder;
  return { algoId: algo.algoId, clientAlgoId: algo.clientAlgoId, code: "200", msg: "success" };
}

function openAlgos(query: Query, api: Api): unknown {
  const { exchange } = api.venue;
  const ids = symbolsOf(query, api).flatMap((symbol) => exchange.markets[symbol]?.openAlgoIds ?? []);
  return ids.sort((a, b) => a - b).map((id) => row(algoOf(exchange, id) as AlgoOrder, api));
}

function allAlgos(query: Query, api: Api): unknown {
  const symbol = symbolOf(query, api);
  const limit = query.limit(SIMULATOR_LIMITS.rowsDefault, SIMULATOR_LIMITS.rowsMax);
  const fromId = query.integer("algoId");
  const startAt = query.integer("startTime");
  const endAt = query.integer("endTime") ?? Number.POSITIVE_INFINITY;
  const found = api.venue.exchange.algos.filter(
    (algo) => algo.symbol === symbol && algo.algoId >= (fromId ?? 0) && algo.createdAt >= (startAt ?? 0) && algo.createdAt <= endAt,
  );
  const chosen = fromId === undefined && startAt === undefined ? found.slice(-limit) : found.slice(0, limit);
  return chosen.map((algo) => row(algo, api));
}

function cancelAllAlgos(query: Query, api: Api): unknown {
  const outcome = api.venue.execute({ kind: "cancelAllAlgos", symbol: symbolOf(query, api) });
  if (!outcome.accepted) throw refused(outcome);
  return { code: 200, msg: "The operation of cancel all open order is done." };
}
