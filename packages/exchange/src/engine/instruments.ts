import type { Instrument } from "@quantum/types";

/** Contracts with the deepest books get the higher leverage and the lower maintenance margin, as on Binance. */
const DEEPEST = new Set(["BTCUSDT", "ETHUSDT"]);

/** What is known about a contract besides its price level. */
export interface InstrumentHints {
  /** Digits behind the point seen in its prices; the tick is never coarser than them. */
  readonly priceDecimals?: number;
  readonly listedAt?: number;
}

/**
 * Trading rules from the price level, for contracts without an exchangeInfo of their own. Ticks are 1/100,000 to 1/1,000,000 of the
 * price, steps worth 1 to 50 USD, as with most Binance USD-M contracts; the minimum notional is 5 USD.
 */
export function instrumentFor(symbol: string, price: number, hints: InstrumentHints = {}): Instrument {
  if (!(price > 0 && Number.isFinite(price)))
    throw new RangeError(`instrumentFor ${symbol}: the price must be a positive number, not ${price}`);
  const magnitude = Math.floor(Math.log10(price));
  const priceDecimals = clamp(hints.priceDecimals ?? 5 - magnitude, 0, 8);
  const quantityDecimals = clamp(magnitude + 1, 0, 3);
  const deep = DEEPEST.has(symbol);
  return {
    symbol,
    tickSize: incrementOf(priceDecimals),
    stepSize: incrementOf(quantityDecimals),
    minQuantity: incrementOf(quantityDecimals),
    maxQuantity: (10 ** Math.ceil(Math.log10(20_000_000 / price))).toFixed(quantityDecimals),
    minNotionalUsd: "5",
    maxLeverage: deep ? 125 : 50,
    maintenanceMarginRatio: deep ? 0.004 : 0.01,
    makerFeeRatio: 0.0002,
    takerFeeRatio: 0.0005,
    listedAt: hints.listedAt ?? 0,
    status: "TRADING",
  };
}

function incrementOf(decimals: number): string {
  return decimals === 0 ? "1" : `0.${"0".repeat(decimals - 1)}1`;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
