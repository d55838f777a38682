import type { AlgoOrder, ExchangeFill, Income, Order } from "@quantum/exchange/engine";
import Big from "big.js";

/** A plain order in Binance's words. Type LIQUIDATION is the engine's own and shows as a market order. */
export function orderRow(order: Order): Record<string, unknown> {
  return {
    orderId: order.orderId,
    symbol: order.symbol,
    status: order.status,
    clientOrderId: order.clientOrderId,
    price: order.price,
    avgPrice: averagePrice(order),
    origQty: order.quantity,
    executedQty: order.executedQuantity,
    cumQty: order.executedQuantity,
    cumQuote: order.executedUsd,
    timeInForce: order.timeInForce,
    type: order.type,
    reduceOnly: order.reduceOnly,
    closePosition: order.closePosition,
    side: order.side,
    positionSide: "BOTH",
    stopPrice: "0",
    workingType: "CONTRACT_PRICE",
    priceProtect: false,
    origType: order.originalType,
    priceMatch: "NONE",
    selfTradePreventionMode: "NONE",
    goodTillDate: 0,
    time: order.createdAt,
    updateTime: order.updatedAt,
  };
}

/** Average price of what was filled, to 8 digits; "0" before the first fill. */
export function averagePrice(order: Order): string {
  const quantity = new Big(order.executedQuantity);
  return quantity.eq(0) ? "0" : new Big(order.executedUsd).div(quantity).round(8).toFixed();
}

/** A conditional order in Binance's words; `placed` is the plain order it became. */
export function algoRow(algo: AlgoOrder, placed: Order | undefined): Record<string, unknown> {
  return {
    algoId: algo.algoId,
    clientAlgoId: algo.clientAlgoId,
    algoType: "CONDITIONAL",
    orderType: algo.type,
    symbol: algo.symbol,
    side: algo.side,
    positionSide: "BOTH",
    timeInForce: algo.timeInForce,
    quantity: algo.quantity,
    algoStatus: algo.status,
    actualOrderId: placed ? String(placed.orderId) : "",
    actualPrice: placed ? averagePrice(placed) : "0",
    actualQty: placed ? placed.executedQuantity : "0",
    triggerPrice: algo.type === "TRAILING_STOP_MARKET" ? String(algo.trigger) : algo.triggerPrice,
    price: algo.price,
    icebergQuantity: null,
    selfTradePreventionMode: "NONE",
    workingType: algo.workingType,
    priceMatch: "NONE",
    closePosition: algo.closePosition,
    priceProtect: false,
    reduceOnly: algo.reduceOnly,
    ...(algo.type === "TRAILING_STOP_MARKET" ? { activatePrice: String(algo.activation), callbackRate: String(algo.callbackPercent) } : {}),
    createTime: algo.createdAt,
    updateTime: algo.updatedAt,
    triggerTime: algo.triggeredAt,
    goodTillDate: 0,
    ...(algo.reason === "" ? {} : { failReason: algo.reason }),
  };
}

/** One of our trades in Binance's words. A commission is positive when it was paid. */
export function tradeRow(fill: ExchangeFill): Record<string, unknown> {
  return {
    buyer: fill.side === "BUY",
    commission: fill.feeUsd,
    commissionAsset: "USDT",
    id: fill.tradeId,
    maker: fill.maker,
    orderId: fill.orderId,
    price: fill.price,
    qty: fill.quantity,
    quoteQty: fill.quoteUsd,
    realizedPnl: fill.realisedPnlUsd,
    side: fill.side,
    positionSide: "BOTH",
    symbol: fill.symbol,
    time: fill.filledAt,
  };
}

/** One movement of the wallet in Binance's words. */
export function incomeRow(income: Income): Record<string, unknown> {
  return {
    symbol: income.symbol,
    incomeType: income.type,
    income: income.amountUsd,
    asset: "USDT",
    info: income.type,
    time: income.at,
    tranId: income.transactionId,
    tradeId: income.tradeId === 0 ? "" : String(income.tradeId),
  };
}
