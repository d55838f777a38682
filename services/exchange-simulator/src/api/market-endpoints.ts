import { ENGINE_LIMITS, type Market } from "@quantum/exchange/engine";
import { INTERVALS } from "@quantum/types";
import { SIMULATOR_LIMITS } from "../limits.ts";
import { aggTradeRow, bookOf, bookTickerRow, exchangeInfo, klineRow, premiumRow, tickerRow } from "../present/market.ts";
import { type Api, type Endpoint, symbolOf, symbolsOf } from "./endpoint.ts";
import type { Query } from "./query.ts";

const MINUTE_MS = 60_000;

/** Market data, open to everybody. Server time is wall time (it serves signatures); every time inside data is market time. */
export const MARKET_ENDPOINTS: readonly Endpoint[] = [
  { method: "GET", path: "/fapi/v1/ping", access: "PUBLIC", weight: 1, handle: () => ({}) },
  { method: "GET", path: "/fapi/v1/time", access: "PUBLIC", weight: 1, handle: () => ({ serverTime: Date.now() }) },
  { method: "GET", path: "/fapi/v1/exchangeInfo", access: "PUBLIC", weight: 1, handle: (_, api) => exchangeInfo(api.venue, limitsOf(api)) },
  { method: "GET", path: "/fapi/v1/klines", access: "PUBLIC", weight: klineWeight, handle: klines },
  { method: "GET", path: "/fapi/v1/markPriceKlines", access: "PUBLIC", weight: klineWeight, handle: klines },
  { method: "GET", path: "/fapi/v1/indexPriceKlines", access: "PUBLIC", weight: klineWeight, handle: klines },
  { method: "GET", path: "/fapi/v1/depth", access: "PUBLIC", weight: 10, handle: depth },
  { method: "GET", path: "/fapi/v1/aggTrades", access: "PUBLIC", weight: 20, handle: aggTrades },
  {
    method: "GET",
    path: "/fapi/v1/ticker/24hr",
    access: "PUBLIC",
    weight: oneOrAll(1, 40),
    handle: (query, api) => perSymbol(query, api, (market) => tickerRow(api.venue, market)),
  },
  {
    method: "GET",
    path: "/fapi/v1/ticker/bookTicker",
    access: "PUBLIC",
    weight: oneOrAll(2, 5),
    handle: (query, api) => perSymbol(query, api, (market) => bookTickerRow(api.venue, market)),
  },
  {
    method: "GET",
    path: "/fapi/v1/ticker/price",
    access: "PUBLIC",
    weight: oneOrAll(1, 2),
    handle: (query, api) => perSymbol(query, api, (market) => priceRow(api, market)),
  },
  {
    method: "GET",
    path: "/fapi/v2/ticker/price",
    access: "PUBLIC",
    weight: oneOrAll(1, 2),
    handle: (query, api) => perSymbol(query, api, (market) => priceRow(api, market)),
  },
  {
    method: "GET",
    path: "/fapi/v1/premiumIndex",
    access: "PUBLIC",
    weight: oneOrAll(1, 10),
    handle: (query, api) => perSymbol(query, api, (market) => premiumRow(api.venue, market)),
  },
  { method: "GET", path: "/fapi/v1/fundingRate", access: "PUBLIC", weight: 1, handle: fundingRates },
  { method: "GET", path: "/fapi/v1/fundingInfo", access: "PUBLIC", weight: 0, handle: () => [] },
];

/** The limits in force. */
export function limitsOf(api: Pick<Api, "config">): { weightPerMinute: number; ordersPer10s: number; ordersPerMinute: number } {
  const { SIM_WEIGHT_PER_MINUTE, SIM_ORDERS_PER_10S, SIM_ORDERS_PER_MINUTE } = api.config;
  return { weightPerMinute: SIM_WEIGHT_PER_MINUTE, ordersPer10s: SIM_ORDERS_PER_10S, ordersPerMinute: SIM_ORDERS_PER_MINUTE };
}

function oneOrAll(one: number, all: number): (query: Query) => number {
  return (query) => (query.optional("symbol") === undefined ? all : one);
}

function klineWeight(query: Query): number {
  const limit = query.limit(SIMULATOR_LIMITS.klinesDefault, SIMULATOR_LIMITS.klinesMax);
  return limit < 100 ? 1 : limit < 500 ? 2 : limit <= 1_000 ? 5 : 10;
}

/** One object for a named symbol, a list for all. */
function perSymbol(query: Query, api: Api, row: (market: Market) => Record<string, unknown>): unknown {
  const rows = symbolsOf(query, api).map((symbol) => row(api.venue.exchange.markets[symbol] as Market));
  return query.optional("symbol") === undefined ? rows : rows[0];
}

function priceRow(api: Api, market: Market): Record<string, unknown> {
  return { symbol: market.instrument.symbol, price: market.lastPrice.toFixed(market.priceDecimals), time: api.venue.marketAt };
}

function klines(query: Query, api: Api): unknown {
  const symbol = query.optional("pair") === undefined ? symbolOf(query, api) : query.text("pair");
  const interval = query.oneOf("interval", INTERVALS);
  const limit = query.limit(SIMULATOR_LIMITS.klinesDefault, SIMULATOR_LIMITS.klinesMax);
  const range = { startAt: query.integer("startTime"), endAt: query.integer("endTime") };
  const bars = api.venue.tape.klines({ symbol, interval, limit, upTo: api.venue.marketAt, ...range });
  const decimals = api.venue.exchange.markets[symbol]?.priceDecimals ?? 8;
  return bars.map((bar) => klineRow(bar, interval, decimals));
}

function depth(query: Query, api: Api): unknown {
  const market = api.venue.exchange.markets[symbolOf(query, api)] as Market;
  const book = bookOf(api.venue, market, query.limit(SIMULATOR_LIMITS.depthDefault, SIMULATOR_LIMITS.rowsMax));
  return { lastUpdateId: api.books.versionOf(market.instrument.symbol), E: api.venue.marketAt, T: api.venue.marketAt, ...book };
}

function aggTrades(query: Query, api: Api): unknown {
  const market = api.venue.exchange.markets[symbolOf(query, api)] as Market;
  const limit = query.limit(SIMULATOR_LIMITS.rowsDefault, SIMULATOR_LIMITS.rowsMax);
  const bars = api.venue.tape.closedBars(market.instrument.symbol, api.venue.marketAt, limit);
  const startAt = query.integer("startTime") ?? 0;
  return bars.filter((bar) => bar.openAt + api.venue.tape.stepMs - 1 >= startAt).map((bar) => aggTradeRow(api.venue, bar, market));
}

/** Rates that were paid: those known, and the default where none is. */
function fundingRates(query: Query, api: Api): unknown {
  const { tape, marketAt } = api.venue;
  const limit = query.limit(100, SIMULATOR_LIMITS.rowsMax);
  const startAt = query.integer("startTime") ?? 0;
  const endAt = Math.min(marketAt, query.integer("endTime") ?? marketAt);
  const rows = symbolsOf(query, api).flatMap((symbol) => {
    const known = tape.fundingBetween(symbol, Math.max(0, startAt - 1), endAt).map((rate) => ({ at: rate.paidAt, ratio: rate.ratio }));
    const paid = known.length > 0 ? known : defaultRates(Math.max(startAt, tape.content.startAt - 7 * 24 * 60 * MINUTE_MS), endAt);
    return paid
      .slice(-limit)
      .map(({ at, ratio }) => ({ symbol, fundingRate: ratio.toFixed(8), fundingTime: at, markPrice: markAt(api, symbol, at) }));
  });
  return rows.sort((a, b) => a.fundingTime - b.fundingTime).slice(-limit);
}

function defaultRates(fromAt: number, endAt: number): { at: number; ratio: number }[] {
  const every = ENGINE_LIMITS.fundingEveryMs;
  const rates: { at: number; ratio: number }[] = [];
  for (let at = Math.ceil(fromAt / every) * every; at <= endAt; at += every) rates.push({ at, ratio: ENGINE_LIMITS.defaultFundingRatio });
  return rates;
}

function markAt(api: Api, symbol: string, at: number): string {
  const [bar] = api.venue.tape.closedBars(symbol, at, 1);
  return bar === undefined ? "" : bar.close.toFixed(api.venue.exchange.markets[symbol]?.priceDecimals ?? 8);
}
