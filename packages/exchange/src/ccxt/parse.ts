import type { Bar, ExchangePosition, Instrument, Quote } from "@quantum/types";
import Big from "big.js";
import type { RestingDetail } from "../emergency.ts";
import { GatewayError } from "../gateway.ts";
import type { AccountSnapshot, FundingPayment, OrderDetail, OrderReport, RawFill } from "../venue.ts";

/** Raw answers of the exchange, as far as they are used. Figures are text. */
export interface RawOrder {
  readonly clientOrderId: string;
  readonly orderId: number | string;
  readonly symbol: string;
  readonly status: string;
  readonly executedQty: string;
  readonly avgPrice?: string;
  readonly origQty?: string;
  readonly price?: string;
  readonly time?: number | string;
  readonly side?: string;
  readonly type?: string;
  readonly reduceOnly?: boolean | string;
  readonly closePosition?: boolean | string;
}
export interface RawAlgoOrder {
  readonly clientAlgoId: string;
  readonly algoId: number | string;
  readonly symbol: string;
  readonly algoStatus: string;
  readonly actualOrderId?: string | number;
  readonly side?: string;
  readonly orderType?: string;
  readonly reduceOnly?: boolean | string;
  readonly closePosition?: boolean | string;
}
export interface RawTrade {
  readonly id: number | string;
  readonly orderId: number | string;
  readonly symbol: string;
  readonly side: string;
  readonly qty: string;
  readonly price: string;
  readonly commission: string;
  readonly realizedPnl: string;
  readonly maker: boolean;
  readonly time: number | string;
}
interface RawFilter {
  readonly filterType: string;
  readonly [name: string]: string;
}
export interface RawSymbol {
  readonly symbol: string;
  readonly status: string;
  readonly contractType: string;
  readonly quoteAsset: string;
  readonly onboardDate?: number | string;
  readonly maintMarginPercent?: string;
  readonly filters: readonly RawFilter[];
}
export interface RawAccount {
  readonly totalWalletBalance: string;
  readonly totalUnrealizedProfit: string;
  readonly totalMarginBalance: string;
}
export interface RawPosition {
  readonly symbol: string;
  readonly positionAmt: string;
  readonly entryPrice: string;
  readonly markPrice: string;
  readonly unRealizedProfit: string;
  readonly leverage?: string | number;
  readonly notional?: string;
  readonly initialMargin?: string;
}

const PLAIN_STATUS: Readonly<Record<string, OrderReport["status"]>> = {
  NEW: "OPEN",
  PARTIALLY_FILLED: "OPEN",
  FILLED: "FILLED",
  CANCELED: "CANCELLED",
  EXPIRED: "EXPIRED",
  EXPIRED_IN_MATCH: "EXPIRED",
  REJECTED: "REJECTED",
};

/** States of an algo order (Binance documentation, "Query Algo Order"). Triggered and finished ones have become a plain order. */
const ALGO_STATUS: Readonly<Record<string, OrderReport["status"]>> = {
  NEW: "OPEN",
  TRIGGERING: "OPEN",
  TRIGGERED: "OPEN",
  FINISHED: "FILLED",
  CANCELED: "CANCELLED",
  EXPIRED: "EXPIRED",
  REJECTED: "REJECTED",
};

export function parseOrder(raw: RawOrder): OrderReport {
  const filled = new Big(raw.executedQty || "0");
  return {
    clientOrderId: raw.clientOrderId,
    exchangeOrderId: String(raw.orderId),
    symbol: raw.symbol,
    status: known(PLAIN_STATUS, raw.status, "order status"),
    filledQuantity: filled.toFixed(),
    averagePrice: filled.gt(0) && raw.avgPrice ? new Big(raw.avgPrice).toFixed() : null,
    triggeredOrderId: null,
  };
}

export function parseOrderDetail(raw: RawOrder): OrderDetail {
  const price = new Big(raw.price || "0");
  return {
    ...parseOrder(raw),
    side: raw.side === "BUY" ? "BUY" : "SELL",
    type: raw.type ?? "UNKNOWN",
    quantity: new Big(raw.origQty || raw.executedQty || "0").toFixed(),
    price: price.gt(0) ? price.toFixed() : null,
    reduceOnly: String(raw.reduceOnly) === "true" || String(raw.closePosition) === "true",
    placedAt: raw.time === undefined ? null : Number(raw.time),
  };
}

export function parseAlgoOrder(raw: RawAlgoOrder): OrderReport {
  const triggered =
    raw.actualOrderId === undefined || raw.actualOrderId === "" || raw.actualOrderId === 0 ? null : String(raw.actualOrderId);
  return {
    clientOrderId: raw.clientAlgoId,
    exchangeOrderId: String(raw.algoId),
    symbol: raw.symbol,
    status: known(ALGO_STATUS, raw.algoStatus, "algo order status"),
    filledQuantity: "0",
    averagePrice: null,
    triggeredOrderId: triggered,
  };
}

export function parseFill(raw: RawTrade): RawFill {
  return {
    exchangeTradeId: String(raw.id),
    exchangeOrderId: String(raw.orderId),
    symbol: raw.symbol,
    side: raw.side === "BUY" ? "BUY" : "SELL",
    quantity: new Big(raw.qty).toFixed(),
    price: new Big(raw.price).toFixed(),
    feeUsd: new Big(raw.commission).toFixed(),
    realisedPnlUsd: new Big(raw.realizedPnl).toFixed(),
    maker: raw.maker,
    filledAt: Number(raw.time),
  };
}

export function parseAccount(account: RawAccount, positions: readonly RawPosition[], resting: AccountSnapshot["resting"]): AccountSnapshot {
  return {
    walletUsd: new Big(account.totalWalletBalance).toFixed(),
    unrealisedPnlUsd: new Big(account.totalUnrealizedProfit).toFixed(),
    equityUsd: new Big(account.totalMarginBalance).toFixed(),
    positions: parsePositions(positions),
    resting,
  };
}

/** The open ones among what the exchange lists. */
export function parsePositions(positions: readonly RawPosition[]): ExchangePosition[] {
  return positions.map(parsePosition).filter((position) => position.quantity !== "0");
}

/** Types of conditional orders that guard a position against loss. */
const STOP_TYPES = new Set(["STOP", "STOP_MARKET", "TRAILING_STOP_MARKET"]);

/** Open orders of both classes. What the exchange does not say reduces is taken for an entry. */
export function parseResting(plain: readonly RawOrder[], algo: readonly RawAlgoOrder[]): RestingDetail[] {
  return [
    ...plain.map((order) => restingOf(order, { clientOrderId: order.clientOrderId, type: order.type ?? "", algo: false })),
    ...algo.map((order) => restingOf(order, { clientOrderId: order.clientAlgoId, type: order.orderType ?? "", algo: true })),
  ];
}

function restingOf(raw: RawOrder | RawAlgoOrder, about: { clientOrderId: string; type: string; algo: boolean }): RestingDetail {
  const reduces = String(raw.reduceOnly) === "true" || String(raw.closePosition) === "true";
  const side = raw.side === "BUY" ? "BUY" : "SELL";
  return { clientOrderId: about.clientOrderId, symbol: raw.symbol, algo: about.algo, side, reduces, stop: STOP_TYPES.has(about.type) };
}

function parsePosition(raw: RawPosition): ExchangePosition {
  const leverage = Number(raw.leverage ?? 0) || leverageFromMargin(raw);
  return {
    symbol: raw.symbol,
    quantity: new Big(raw.positionAmt).toFixed(),
    entryPrice: new Big(raw.entryPrice).toFixed(),
    markPrice: new Big(raw.markPrice).toFixed(),
    unrealisedPnlUsd: new Big(raw.unRealizedProfit).toFixed(),
    leverage,
  };
}

/** positionRisk v3 no longer names the leverage; notional / initial margin gives it. */
function leverageFromMargin(raw: RawPosition): number {
  const margin = Math.abs(Number(raw.initialMargin ?? 0));
  return margin > 0 ? Math.round(Math.abs(Number(raw.notional ?? 0)) / margin) : 1;
}

/** A kline array of the REST API: [open time, o, h, l, c, volume, close time, quote volume, trades, taker buy volume, ...]. */
export function parseKline(raw: readonly (string | number)[]): Bar {
  const [openAt, open, high, low, close, volume, , quoteVolume, trades, takerBuyVolume] = raw.map(Number) as number[];
  return { openAt, open, high, low, close, volume, quoteVolume, trades, takerBuyVolume } as Bar;
}

export function parseInstrument(
  raw: RawSymbol,
  margin: { maxLeverage: number; maintenanceMarginRatio: number },
  fees: { maker: number; taker: number },
): Instrument {
  const filter = (type: string, field: string): string => {
    const value = raw.filters.find((candidate) => candidate.filterType === type)?.[field];
    if (value === undefined)
      throw new GatewayError({ definitive: true, code: "BAD_ANSWER", message: `exchangeInfo: ${raw.symbol} has no ${type}.${field}` });
    return new Big(value).toFixed();
  };
  return {
    symbol: raw.symbol,
    tickSize: filter("PRICE_FILTER", "tickSize"),
    stepSize: filter("MARKET_LOT_SIZE", "stepSize") === "0" ? filter("LOT_SIZE", "stepSize") : filter("MARKET_LOT_SIZE", "stepSize"),
    minQuantity: filter("LOT_SIZE", "minQty"),
    maxQuantity: filter("MARKET_LOT_SIZE", "maxQty"),
    minNotionalUsd: filter("MIN_NOTIONAL", "notional"),
    maxLeverage: margin.maxLeverage,
    maintenanceMarginRatio: margin.maintenanceMarginRatio,
    makerFeeRatio: fees.maker,
    takerFeeRatio: fees.taker,
    listedAt: Number(raw.onboardDate ?? 0),
    status: raw.status === "TRADING" ? "TRADING" : raw.status === "SETTLING" || raw.status === "PRE_SETTLE" ? "SETTLING" : "DELISTED",
  };
}

export function parseQuote(
  book: { symbol: string; bidPrice: string; askPrice: string; bidQty: string; askQty: string },
  premium: { markPrice: string; lastFundingRate: string; nextFundingTime: number | string },
): Quote {
  return {
    symbol: book.symbol,
    bid: Number(book.bidPrice),
    ask: Number(book.askPrice),
    bidQuantity: Number(book.bidQty),
    askQuantity: Number(book.askQty),
    markPrice: Number(premium.markPrice),
    fundingRatio: Number(premium.lastFundingRate),
    nextFundingAt: Number(premium.nextFundingTime),
  };
}

export function parseFunding(raw: { tranId: number | string; symbol: string; income: string; time: number | string }): FundingPayment {
  return {
    transactionId: `${raw.tranId}:${raw.symbol}`,
    symbol: raw.symbol,
    amountUsd: new Big(raw.income).toFixed(),
    paidAt: Number(raw.time),
  };
}

function known<T>(table: Readonly<Record<string, T>>, value: string, what: string): T {
  const result = table[value];
  if (result === undefined)
    throw new GatewayError({
      definitive: false,
      code: "BAD_ANSWER",
      message: `the exchange answered with an unknown ${what}: ${JSON.stringify(value)}`,
    });
  return result;
}
