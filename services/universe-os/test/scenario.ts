import { existsSync } from "node:fs";
import { join } from "node:path";
import { generateMarket } from "@quantum/market";
import { loadBars } from "@quantum/market/files";
import { contract, event } from "@quantum/test-kit";
import type { Bar, EventData, FleetEvent, Instrument, Mode, Quote } from "@quantum/types";
import type { Candidate } from "../src/core/candidate.ts";

/** 2023-07-13 00:00 UTC, a quarter of an hour on the clock. */
export const DAY = Date.UTC(2023, 6, 13);
export const BAR_MS = 300_000;
export const HOUR_MS = 3_600_000;
/** Real market data is not part of the project; where it lies beside it, it is used. */
const REAL = join(import.meta.dirname, "../../../../shared/data/um/5m");

/** A symbol that passes every filter with the default limits. */
export function candidate(changes: Partial<Candidate> = {}): Candidate {
  return {
    symbol: "ADAUSDT",
    at: DAY,
    category: "MAJOR",
    sector: "L1",
    status: "TRADING",
    ageMs: 90 * 24 * HOUR_MS,
    spreadBps: 2,
    day: { quoteVolumeUsd: 50_000_000, estimated: false, missingRatio: 0, knownMs: 24 * HOUR_MS, dailyVolatility: 0.04 },
    current: true,
    memberSince: null,
    ranking: null,
    ...changes,
  };
}

/** Figures of a day as in `candidate`, with changes. */
export function day(changes: Partial<NonNullable<Candidate["day"]>>): Partial<Candidate> {
  return { day: { ...(candidate().day as NonNullable<Candidate["day"]>), ...changes } };
}

/** Bars of a few symbols: two real days where there are any, a generated market elsewhere. */
export async function marketOf(symbols: readonly string[]): Promise<{ series: Readonly<Record<string, Bar[]>>; real: boolean }> {
  if (existsSync(REAL)) {
    const { series } = await loadBars({ dir: REAL, interval: "5m", symbols, fromAt: DAY - 24 * HOUR_MS, toAt: DAY + 24 * HOUR_MS });
    return { series, real: true };
  }
  return {
    series: generateMarket({ seed: "universe", symbols, interval: "5m", fromAt: DAY - 24 * HOUR_MS, bars: 576 }).series,
    real: false,
  };
}

/** A made-up bar that opens at `openAt`; its turnover gives a day of `aDayUsd`. */
export function bar(openAt: number, price = 100, aDayUsd = 50_000_000): Bar {
  const quoteVolume = aDayUsd / 288;
  const volume = quoteVolume / price;
  return {
    openAt,
    open: price,
    high: price * 1.001,
    low: price * 0.999,
    close: price,
    volume,
    quoteVolume,
    trades: 10,
    takerBuyVolume: volume / 2,
  };
}

/** A day and more of bars that end with the one that closes at `toAt`; the price swings by 1 % so that it moves. */
export function bars(toAt: number, count = 400, aDayUsd = 50_000_000): Bar[] {
  return Array.from({ length: count }, (_, i) => bar(toAt - (count - i) * BAR_MS, i % 2 === 0 ? 100 : 100.4, aDayUsd));
}

/** The trading rules of a contract, as far as they matter here. */
export function instrument(symbol: string, changes: Partial<Instrument> = {}): Instrument {
  return contract(symbol, { listedAt: DAY - 90 * 24 * HOUR_MS, ...changes });
}

export function listed(...instruments: Instrument[]): FleetEvent<"instruments.listed"> {
  return event("instruments.listed", { instruments });
}

export function history(symbol: string, list: Bar[]): FleetEvent<"bars.backfilled"> {
  return event("bars.backfilled", { symbol, interval: "5m", bars: list });
}

/** Quotes of some symbols at `at`, each with this spread in bps around a price of 100. */
export function quotes(at: number, spreads: Readonly<Record<string, number>>): FleetEvent<"quotes.observed"> {
  const list = Object.entries(spreads).map(([symbol, bps]): Quote => {
    const half = (100 * bps) / 20_000;
    return {
      symbol,
      bid: 100 - half,
      ask: 100 + half,
      bidQuantity: 1,
      askQuantity: 1,
      markPrice: 100,
      fundingRatio: 0.0001,
      nextFundingAt: at + 1,
    };
  });
  return event("quotes.observed", { quotes: list }, { at, cycle: at });
}

/** The close at `closeAt` of these symbols' bars. */
export function closed(closeAt: number, symbols: Readonly<Record<string, Bar>>, missing: string[] = []): FleetEvent<"bars.closed"> {
  const list = Object.entries(symbols).map(([symbol, one]) => ({ symbol, bar: one }));
  return event("bars.closed", { interval: "5m", closeAt, bars: list, missing, opensCycle: true }, { cycle: closeAt });
}

/** What the exchange holds for us. */
export function account(at: number, ...symbols: string[]): FleetEvent<"account.synced"> {
  const positions = symbols.map((symbol) => {
    return { symbol, quantity: "-1.5", entryPrice: "100", markPrice: "100", unrealisedPnlUsd: "0", leverage: 3 };
  });
  const figures = { walletUsd: "10000", unrealisedPnlUsd: "0", equityUsd: "10000", openOrders: 0, openAlgoOrders: 0, differences: [] };
  return event("account.synced", { ...figures, positions }, { at });
}

/** A directive that asks for CORE symbols only, unless changed. */
export function directive(
  changes: Partial<EventData<"directive.issued">> = {},
  about: { at?: number; mode?: Mode } = {},
): FleetEvent<"directive.issued"> {
  const data = { directiveId: "d1", targets: [], riskMode: null, constraints: { coreSymbolsOnly: true }, expiresAt: DAY + 24 * HOUR_MS };
  return event("directive.issued", { ...data, by: "ai_hfos", reason: "crash", ...changes }, { at: DAY - 1, source: "ai_hfos", ...about });
}
