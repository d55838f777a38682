import type { AccountEvent, AlgoEvent, Exchange, ExchangeEvent, LeverageEvent, OrderEvent } from "@quantum/exchange/engine";
import { averagePrice } from "../present/orders.ts";

/** One happening as a message of the user data stream. */
export function userMessage(event: ExchangeEvent, exchange: Exchange): Record<string, unknown> {
  switch (event.kind) {
    case "order":
      return { e: "ORDER_TRADE_UPDATE", E: event.at, T: event.at, o: orderFields(event) };
    case "algo":
      return { e: "ALGO_UPDATE", E: event.at, T: event.at, o: algoFields(event, exchange) };
    case "account":
      return { e: "ACCOUNT_UPDATE", E: event.at, T: event.at, a: accountFields(event) };
    case "leverage":
      return leverageMessage(event);
  }
}

function orderFields({ order, fill, execution, at }: OrderEvent): Record<string, unknown> {
  return {
    s: order.symbol,
    c: order.clientOrderId,
    S: order.side,
    o: order.type,
    f: order.timeInForce,
    q: order.quantity,
    p: order.price,
    ap: averagePrice(order),
    sp: "0",
    x: execution,
    X: order.status,
    i: order.orderId,
    l: fill?.quantity ?? "0",
    z: order.executedQuantity,
    L: fill?.price ?? "0",
    ...(fill ? { N: "USDT", n: fill.feeUsd } : {}),
    T: at,
    t: fill?.tradeId ?? 0,
    b: "0",
    a: "0",
    m: fill?.maker ?? false,
    R: order.reduceOnly,
    wt: "CONTRACT_PRICE",
    ot: order.originalType,
    ps: "BOTH",
    cp: order.closePosition,
    rp: fill?.realisedPnlUsd ?? "0",
    pP: false,
    V: "NONE",
    pm: "NONE",
    gtd: 0,
  };
}

function algoFields({ algo }: AlgoEvent, exchange: Exchange): Record<string, unknown> {
  const placed = algo.orderId > 0 ? exchange.orders[algo.orderId - 1] : undefined;
  return {
    caid: algo.clientAlgoId,
    aid: algo.algoId,
    at: "CONDITIONAL",
    o: algo.type,
    s: algo.symbol,
    S: algo.side,
    ps: "BOTH",
    f: algo.timeInForce,
    q: algo.quantity,
    X: algo.status,
    ai: placed ? String(placed.orderId) : "",
    ap: placed ? averagePrice(placed) : "0",
    aq: placed ? placed.executedQuantity : "0",
    act: placed ? placed.type : "0",
    tp: algo.triggerPrice,
    p: algo.price,
    V: "NONE",
    wt: algo.workingType,
    pm: "NONE",
    cp: algo.closePosition,
    pP: false,
    R: algo.reduceOnly,
    tt: algo.triggeredAt,
    gtd: 0,
    rm: algo.reason,
  };
}

/** A transfer (funding, insurance) shows as a change of balance only, as with cross margin on Binance. */
function accountFields(event: AccountEvent): Record<string, unknown> {
  const transfer = event.reason !== "ORDER";
  const position = {
    s: event.symbol,
    pa: event.quantity,
    ep: event.entryPrice,
    bep: event.entryPrice,
    cr: "0",
    up: event.unrealisedPnlUsd,
    mt: "cross",
    iw: "0",
    ps: "BOTH",
  };
  return {
    m: event.reason,
    B: [{ a: "USDT", wb: event.walletUsd, cw: event.walletUsd, bc: transfer ? event.changeUsd : "0" }],
    P: transfer ? [] : [position],
  };
}

function leverageMessage(event: LeverageEvent): Record<string, unknown> {
  return { e: "ACCOUNT_CONFIG_UPDATE", E: event.at, T: event.at, ac: { s: event.symbol, l: event.leverage } };
}
