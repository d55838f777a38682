import type { Bar, Instrument } from "@quantum/types";
import {
  advance,
  createExchange,
  type Exchange,
  type ExchangeEvent,
  type ExchangeSettings,
  type FundingRate,
  instrumentFor,
} from "../src/engine/index.ts";

/** 2023-07-13 00:05 UTC: not a funding time. */
export const START_AT = 1_689_206_700_000;
export const STEP_MS = 300_000;

/** BTC on a 0.1 tick with 0.001 steps and ETH on a 0.01 tick: round figures for tests. */
export const BTC: Instrument = instrumentFor("BTCUSDT", 30_000);
export const ETH: Instrument = instrumentFor("ETHUSDT", 2_000);

/** A bar of four prices, with plenty of volume. */
export function bar(open: number, high: number, low: number, close: number, volume = 1_000): Omit<Bar, "openAt"> {
  return { open, high, low, close, volume, quoteVolume: volume * close, trades: 100, takerBuyVolume: volume / 2 };
}

/** An exchange whose BTC stands at 30,000 and whose ETH stands at 2,000. */
export function openExchange(settings: Partial<ExchangeSettings> = {}): Exchange {
  const exchange = createExchange({ instruments: [BTC, ETH], walletUsd: "10000", seed: 7, startAt: START_AT, ...settings });
  play(exchange, { BTCUSDT: bar(30_000, 30_000, 30_000, 30_000), ETHUSDT: bar(2_000, 2_000, 2_000, 2_000, 15_000) });
  return exchange;
}

/** Plays one bar of five minutes; a symbol left out has no bar. */
export function play(
  exchange: Exchange,
  bars: Readonly<Record<string, Omit<Bar, "openAt">>>,
  extra: { funding?: readonly FundingRate[]; marks?: Readonly<Record<string, Omit<Bar, "openAt">>> } = {},
): ExchangeEvent[] {
  const openAt = exchange.marketAt;
  const marks = extra.marks ?? {};
  return advance(exchange, {
    closeAt: openAt + STEP_MS,
    bars: Object.entries(bars).map(([symbol, each]) => ({
      symbol,
      bar: { openAt, ...each },
      mark: marks[symbol] && { openAt, ...marks[symbol] },
    })),
    funding: extra.funding,
  });
}

/** What a command was refused with; null when it was accepted. */
export function codeOf(outcome: { accepted: true } | { accepted: false; code: number }): number | null {
  return outcome.accepted ? null : outcome.code;
}
