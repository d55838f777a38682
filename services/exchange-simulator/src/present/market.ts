import { type BookPoint, ENGINE_LIMITS, levels, type Market, nextFundingAt, priceOf, quantityOf } from "@quantum/exchange/engine";
import { quoteVolumeOf } from "@quantum/market";
import { type Bar, INTERVAL_MS, type Instrument, type Interval } from "@quantum/types";
import type { RateLimitSettings } from "../api/rate-limits.ts";
import type { Venue } from "../venue/venue.ts";

const DAY_MS = 86_400_000;

/** GET /fapi/v1/exchangeInfo. */
export function exchangeInfo(venue: Venue, limits: RateLimitSettings): Record<string, unknown> {
  return {
    timezone: "UTC",
    serverTime: Date.now(),
    futuresType: "U_MARGINED",
    rateLimits: [
      { rateLimitType: "REQUEST_WEIGHT", interval: "MINUTE", intervalNum: 1, limit: limits.weightPerMinute },
      { rateLimitType: "ORDERS", interval: "MINUTE", intervalNum: 1, limit: limits.ordersPerMinute },
      { rateLimitType: "ORDERS", interval: "SECOND", intervalNum: 10, limit: limits.ordersPer10s },
    ],
    exchangeFilters: [],
    assets: [{ asset: "USDT", marginAvailable: true, autoAssetExchange: null }],
    symbols: venue.tape.content.instruments.map((instrument) => symbolRow(instrument, venue.exchange.markets[instrument.symbol] as Market)),
  };
}

function symbolRow(instrument: Instrument, market: Market): Record<string, unknown> {
  const { symbol } = instrument;
  return {
    symbol,
    pair: symbol,
    contractType: "PERPETUAL",
    deliveryDate: 4_133_404_800_000,
    onboardDate: instrument.listedAt,
    status: instrument.status,
    maintMarginPercent: (instrument.maintenanceMarginRatio * 100).toFixed(4),
    requiredMarginPercent: (100 / instrument.maxLeverage).toFixed(4),
    baseAsset: symbol.replace(/USD[TC]$/, ""),
    quoteAsset: "USDT",
    marginAsset: "USDT",
    pricePrecision: market.priceDecimals,
    quantityPrecision: market.quantityDecimals,
    baseAssetPrecision: 8,
    quotePrecision: 8,
    underlyingType: "COIN",
    underlyingSubType: [],
    triggerProtect: "0.0500",
    liquidationFee: ENGINE_LIMITS.liquidationFeeRatio,
    marketTakeBound: String(ENGINE_LIMITS.marketTakeBoundRatio),
    filters: filterRows(instrument, market),
    orderTypes: ["LIMIT", "MARKET", "STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"],
    timeInForce: ["GTC", "IOC", "FOK", "GTX"],
  };
}

function filterRows(instrument: Instrument, market: Market): Record<string, unknown>[] {
  const { tickSize, stepSize, minQuantity, maxQuantity } = instrument;
  return [
    { filterType: "PRICE_FILTER", minPrice: tickSize, maxPrice: (1_000_000).toFixed(market.priceDecimals), tickSize },
    { filterType: "LOT_SIZE", minQty: minQuantity, maxQty: maxQuantity, stepSize },
    { filterType: "MARKET_LOT_SIZE", minQty: minQuantity, maxQty: maxQuantity, stepSize },
    { filterType: "MAX_NUM_ORDERS", limit: ENGINE_LIMITS.openOrdersMax },
    { filterType: "MAX_NUM_ALGO_ORDERS", limit: ENGINE_LIMITS.openAlgosMax },
    { filterType: "MIN_NOTIONAL", notional: instrument.minNotionalUsd },
    {
      filterType: "PERCENT_PRICE",
      multiplierUp: (1 + ENGINE_LIMITS.percentPriceRatio).toFixed(4),
      multiplierDown: (1 - ENGINE_LIMITS.percentPriceRatio).toFixed(4),
      multiplierDecimal: "4",
    },
  ];
}

/** One kline as an array of twelve, as Binance sends it. */
export function klineRow(bar: Bar, interval: Interval, decimals: number): unknown[] {
  const price = (value: number) => value.toFixed(decimals);
  const takerQuote = bar.takerBuyVolume * bar.close;
  const closeAt = bar.openAt + INTERVAL_MS[interval] - 1;
  const rest = [
    String(bar.volume),
    closeAt,
    quoteVolumeOf(bar).toFixed(8),
    bar.trades,
    String(bar.takerBuyVolume),
    takerQuote.toFixed(8),
    "0",
  ];
  return [bar.openAt, price(bar.open), price(bar.high), price(bar.low), price(bar.close), ...rest];
}

/** The book of a symbol now: price and quantity pairs, best first. */
export function bookOf(venue: Venue, market: Market, limit: number): { bids: [string, string][]; asks: [string, string][] } {
  const point: BookPoint = { price: market.lastPrice, at: venue.marketAt, seed: venue.exchange.seed };
  const rows = (side: "BID" | "ASK") =>
    levels(market, point, side, limit).map(({ ticks, steps }): [string, string] => [priceOf(market, ticks), quantityOf(market, steps)]);
  return { bids: rows("BID"), asks: rows("ASK") };
}

/** Best bid and ask. */
export function bookTickerRow(venue: Venue, market: Market): Record<string, unknown> {
  const { bids, asks } = bookOf(venue, market, 1);
  return {
    symbol: market.instrument.symbol,
    bidPrice: bids[0]?.[0] ?? "0",
    bidQty: bids[0]?.[1] ?? "0",
    askPrice: asks[0]?.[0] ?? "0",
    askQty: asks[0]?.[1] ?? "0",
    time: venue.marketAt,
  };
}

/** Mark price and funding. The rate shown is the newest that was paid: what the next will be is not known yet. */
export function premiumRow(venue: Venue, market: Market): Record<string, unknown> {
  const price = market.markPrice.toFixed(market.priceDecimals);
  return {
    symbol: market.instrument.symbol,
    markPrice: price,
    indexPrice: price,
    estimatedSettlePrice: price,
    lastFundingRate: market.fundingRatio.toFixed(8),
    interestRate: "0.00010000",
    nextFundingTime: nextFundingAt(venue.marketAt),
    time: venue.marketAt,
  };
}

/** What a day of bars comes to. */
export interface DayFigures {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly quoteVolume: number;
  readonly trades: number;
  readonly openAt: number;
}

/** The last 24 hours of a symbol. */
export function dayOf(venue: Venue, symbol: string): DayFigures {
  const bars = venue.tape.closedBars(symbol, venue.marketAt, DAY_MS / venue.tape.stepMs);
  const price = venue.exchange.markets[symbol]?.lastPrice ?? 0;
  const day = {
    open: bars[0]?.open ?? price,
    high: price,
    low: price,
    close: price,
    volume: 0,
    quoteVolume: 0,
    trades: 0,
    openAt: bars[0]?.openAt ?? venue.marketAt,
  };
  for (const bar of bars) {
    if (bar.high > day.high) day.high = bar.high;
    if (bar.low < day.low) day.low = bar.low;
    day.volume += bar.volume;
    day.quoteVolume += quoteVolumeOf(bar);
    day.trades += bar.trades;
  }
  return day;
}

/** GET /fapi/v1/ticker/24hr for one symbol. */
export function tickerRow(venue: Venue, market: Market): Record<string, unknown> {
  const { symbol } = market.instrument;
  const day = dayOf(venue, symbol);
  const price = (value: number) => value.toFixed(market.priceDecimals);
  return {
    symbol,
    priceChange: price(day.close - day.open),
    priceChangePercent: day.open > 0 ? ((day.close / day.open - 1) * 100).toFixed(3) : "0.000",
    weightedAvgPrice: price(day.volume > 0 ? day.quoteVolume / day.volume : day.close),
    lastPrice: price(day.close),
    lastQty: "0",
    openPrice: price(day.open),
    highPrice: price(day.high),
    lowPrice: price(day.low),
    volume: day.volume.toFixed(market.quantityDecimals),
    quoteVolume: day.quoteVolume.toFixed(2),
    openTime: day.openAt,
    closeTime: venue.marketAt,
    firstId: 0,
    lastId: 0,
    count: day.trades,
  };
}

/** A bar as one aggregated trade at its close: bars hold no single trades, so this one is made up and carries `synthetic`. */
export function aggTradeRow(venue: Venue, bar: Bar, market: Market): Record<string, unknown> {
  const id = Math.floor(bar.openAt / venue.tape.stepMs);
  return {
    a: id,
    p: bar.close.toFixed(market.priceDecimals),
    q: String(bar.volume),
    f: id,
    l: id,
    T: bar.openAt + venue.tape.stepMs - 1,
    m: bar.close < bar.open,
    synthetic: true,
  };
}
