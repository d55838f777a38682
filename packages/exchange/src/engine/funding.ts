import Big from "big.js";
import { bookTransfer } from "./booking.ts";
import type { ExchangeEvent } from "./events.ts";
import { ENGINE_LIMITS } from "./limits.ts";
import type { Exchange, Market } from "./state.ts";

/** A known funding rate that falls due at the close that is being walked to. */
export interface FundingRate {
  readonly symbol: string;
  readonly ratio: number;
}

/** The next time funding is settled after `at`. */
export function nextFundingAt(at: number): number {
  return (Math.floor(at / ENGINE_LIMITS.fundingEveryMs) + 1) * ENGINE_LIMITS.fundingEveryMs;
}

/**
 * Settles funding when a settlement time lies in (from, to]: longs pay shorts when the rate is positive, on the mark price.
 * Known rates are used whenever they are given; without one the default is paid at 00:00, 08:00 and 16:00 UTC.
 */
export function settleFunding(
  exchange: Exchange,
  span: { from: number; to: number },
  known: readonly FundingRate[],
  events: ExchangeEvent[],
): void {
  const due = span.from > 0 ? Math.floor(span.to / ENGINE_LIMITS.fundingEveryMs) - Math.floor(span.from / ENGINE_LIMITS.fundingEveryMs) : 0;
  for (const { symbol, ratio } of known) {
    const market = exchange.markets[symbol];
    if (!market || !Number.isFinite(ratio)) throw new RangeError(`funding: unusable rate ${ratio} for ${symbol}`);
    market.fundingRatio = ratio;
    pay(exchange, market, { ratio, at: span.to }, events);
  }
  if (due <= 0) return;
  const settled = new Set(known.map((rate) => rate.symbol));
  for (const symbol of exchange.symbols) {
    if (settled.has(symbol)) continue;
    const market = exchange.markets[symbol] as Market;
    market.fundingRatio = exchange.defaultFundingRatio;
    pay(exchange, market, { ratio: exchange.defaultFundingRatio * due, at: span.to }, events);
  }
}

function pay(exchange: Exchange, market: Market, funding: { ratio: number; at: number }, events: ExchangeEvent[]): void {
  if (market.position.size === 0) return;
  const amount = new Big(market.position.quantity).times(market.markPrice).times(funding.ratio).neg().round(8);
  if (!amount.eq(0)) bookTransfer(exchange, market, { at: funding.at, reason: "FUNDING_FEE", amount }, events);
}
