import { type Market, nextFundingAt } from "@quantum/exchange/engine";
import { quoteVolumeOf } from "@quantum/market";
import { type Bar, INTERVAL_MS, INTERVALS, type Interval } from "@quantum/types";
import { aggTradeRow, bookOf, dayOf } from "../present/market.ts";
import type { Venue } from "../venue/venue.ts";
import type { BookChange } from "./published-books.ts";

/** A stream's name taken apart, e.g. "btcusdt@kline_5m"; symbol null for all symbols ("!miniTicker@arr"). */
export interface StreamName {
  readonly name: string;
  readonly symbol: string | null;
  readonly channel: string;
  readonly interval: Interval | null;
}

/** Takes a name apart; null for one that is not served. */
export function parseStream(name: string, symbols: ReadonlySet<string>): StreamName | null {
  const all = /^!(bookTicker|miniTicker@arr|ticker@arr|markPrice@arr(?:@\d+s)?)$/.exec(name);
  if (all) return { name, symbol: null, channel: (all[1] as string).split("@")[0] as string, interval: null };
  const [lower = "", channel = ""] = name.split("@");
  const symbol = lower.toUpperCase();
  if (!symbols.has(symbol)) return null;
  const kline = /^kline_(\w+)$/.exec(channel);
  const interval = INTERVALS.find((each) => each === kline?.[1]) ?? null;
  if (kline) return interval === null ? null : { name, symbol, channel: "kline", interval };
  const served = ["bookTicker", "markPrice", "depth", "depth5", "depth10", "depth20", "aggTrade", "miniTicker", "ticker"];
  return served.includes(channel) ? { name, symbol, channel, interval: null } : null;
}

/** The kline that contains the base bar closing at `closeAt`; `x` is true when it is final. Null in a gap. */
export function klineMessage(venue: Venue, symbol: string, interval: Interval, closeAt: number): Record<string, unknown> | null {
  const length = INTERVAL_MS[interval];
  const openAt = closeAt - 1 - ((closeAt - 1) % length);
  const closes = closeAt === openAt + length;
  if (venue.tape.barClosingAt(symbol, closeAt) === undefined && !closes) return null;
  const [bar] = venue.tape.klines({ symbol, interval, upTo: closeAt, startAt: openAt, endAt: openAt, limit: 1 });
  const market = venue.exchange.markets[symbol] as Market;
  return bar === undefined ? null : { e: "kline", E: closeAt, s: symbol, k: klineFields(bar, { symbol, interval, final: closes }, market) };
}

function klineFields(bar: Bar, about: { symbol: string; interval: Interval; final: boolean }, market: Market): Record<string, unknown> {
  const price = (value: number) => value.toFixed(market.priceDecimals);
  return {
    t: bar.openAt,
    T: bar.openAt + INTERVAL_MS[about.interval] - 1,
    s: about.symbol,
    i: about.interval,
    f: 0,
    L: 0,
    o: price(bar.open),
    c: price(bar.close),
    h: price(bar.high),
    l: price(bar.low),
    v: String(bar.volume),
    n: bar.trades,
    x: about.final,
    q: quoteVolumeOf(bar).toFixed(8),
    V: String(bar.takerBuyVolume),
    Q: (bar.takerBuyVolume * bar.close).toFixed(8),
    B: "0",
  };
}

export function bookTickerMessage(venue: Venue, symbol: string, version: number): Record<string, unknown> {
  const { bids, asks } = bookOf(venue, venue.exchange.markets[symbol] as Market, 1);
  const [b, B] = bids[0] ?? ["0", "0"];
  const [a, A] = asks[0] ?? ["0", "0"];
  return { e: "bookTicker", u: version, E: venue.marketAt, T: venue.marketAt, s: symbol, b, B, a, A };
}

export function markPriceMessage(venue: Venue, symbol: string): Record<string, unknown> {
  const market = venue.exchange.markets[symbol] as Market;
  const p = market.markPrice.toFixed(market.priceDecimals);
  return {
    e: "markPriceUpdate",
    E: venue.marketAt,
    s: symbol,
    p,
    i: p,
    P: p,
    r: market.fundingRatio.toFixed(8),
    T: nextFundingAt(venue.marketAt),
  };
}

export function tickerMessage(venue: Venue, symbol: string, kind: "miniTicker" | "ticker"): Record<string, unknown> {
  const market = venue.exchange.markets[symbol] as Market;
  const day = dayOf(venue, symbol);
  const price = (value: number) => value.toFixed(market.priceDecimals);
  const shared = {
    E: venue.marketAt,
    s: symbol,
    c: price(day.close),
    o: price(day.open),
    h: price(day.high),
    l: price(day.low),
    v: String(day.volume),
    q: day.quoteVolume.toFixed(2),
  };
  if (kind === "miniTicker") return { e: "24hrMiniTicker", ...shared };
  const change = { p: price(day.close - day.open), P: day.open > 0 ? ((day.close / day.open - 1) * 100).toFixed(3) : "0.000" };
  return {
    e: "24hrTicker",
    ...shared,
    ...change,
    w: price(day.volume > 0 ? day.quoteVolume / day.volume : day.close),
    Q: "0",
    O: day.openAt,
    C: venue.marketAt,
    F: 0,
    L: 0,
    n: day.trades,
  };
}

export function aggTradeMessage(venue: Venue, symbol: string, closeAt: number): Record<string, unknown> | null {
  const bar = venue.tape.barClosingAt(symbol, closeAt);
  return bar === undefined
    ? null
    : { e: "aggTrade", E: closeAt, s: symbol, ...aggTradeRow(venue, bar, venue.exchange.markets[symbol] as Market) };
}

/** A change of the book; `U`, `u` and `pu` chain the messages to each other and to the snapshot. */
export function depthMessage(venue: Venue, symbol: string, change: BookChange): Record<string, unknown> {
  return {
    e: "depthUpdate",
    E: venue.marketAt,
    T: venue.marketAt,
    s: symbol,
    U: change.from,
    u: change.to,
    pu: change.from,
    b: change.bids,
    a: change.asks,
  };
}

/** The best levels of a book as a whole. */
export function partialDepthMessage(venue: Venue, symbol: string, book: { levels: number; version: number }): Record<string, unknown> {
  const { bids, asks } = bookOf(venue, venue.exchange.markets[symbol] as Market, book.levels);
  return {
    e: "depthUpdate",
    E: venue.marketAt,
    T: venue.marketAt,
    s: symbol,
    U: book.version,
    u: book.version,
    pu: book.version - 1,
    b: bids,
    a: asks,
  };
}
