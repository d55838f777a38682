import { existsSync } from "node:fs";
import { join } from "node:path";
import { generateMarket } from "@quantum/market";
import { loadBars } from "@quantum/market/files";
import { contract, event } from "@quantum/test-kit";
import type { Bar, FleetEvent, Instrument, MarketState, Mode, Quote, Signal } from "@quantum/types";

/** 2023-07-13 00:00 UTC: funding is paid at this moment, and eight hours later. */
export const DAY = Date.UTC(2023, 6, 13);
export const BAR_MS = 300_000;
export const HOUR_MS = 3_600_000;
export const HORIZON = 12;
/** Real market data is not part of the project; where it lies beside it, it is used. */
const REAL = join(import.meta.dirname, "../../../../shared/data/um/5m");

/** Bars of a few symbols: a real day where there is one, a generated market elsewhere. */
export async function marketOf(symbols: readonly string[]): Promise<Readonly<Record<string, Bar[]>>> {
  if (existsSync(REAL)) {
    const { series } = await loadBars({ dir: REAL, interval: "5m", symbols, fromAt: DAY, toAt: DAY + 24 * HOUR_MS });
    return series;
  }
  return generateMarket({ seed: "ranker", symbols, interval: "5m", fromAt: DAY, bars: 288 }).series;
}

/** A made-up bar that closes at `closeAt` at this price. */
export function bar(closeAt: number, price = 100): Bar {
  const openAt = closeAt - BAR_MS;
  return {
    openAt,
    open: price,
    high: price * 1.002,
    low: price * 0.998,
    close: price,
    volume: 2_000,
    quoteVolume: 200_000,
    trades: 1,
    takerBuyVolume: 0,
  };
}

/** The close at `closeAt` of symbols at these prices, or with these bars. */
export function closed(closeAt: number, symbols: Readonly<Record<string, number | Bar>>): FleetEvent<"bars.closed"> {
  const bars = Object.entries(symbols).map(([symbol, one]) => ({ symbol, bar: typeof one === "number" ? bar(closeAt, one) : one }));
  return event("bars.closed", { interval: "5m", closeAt, bars, missing: [], opensCycle: true }, { cycle: closeAt });
}

/** Contracts with the usual taker fee of 5 bps. */
export function listed(symbols: readonly string[], changes: Partial<Instrument> = {}): FleetEvent<"instruments.listed"> {
  return event("instruments.listed", { instruments: symbols.map((symbol) => contract(symbol, changes)) });
}

/** Quotes at `at`: 2 bps apart, funding of 1 bps that is paid in four hours. */
export function quotes(at: number, symbols: readonly string[], changes: Partial<Quote> = {}): FleetEvent<"quotes.observed"> {
  const list = symbols.map((symbol): Quote => {
    const usual = {
      bid: 99.99,
      ask: 100.01,
      bidQuantity: 10,
      askQuantity: 10,
      markPrice: 100,
      fundingRatio: 0.0001,
      nextFundingAt: at + 4 * HOUR_MS,
    };
    return { symbol, ...usual, ...changes };
  });
  return event("quotes.observed", { quotes: list }, { at, cycle: at });
}

/** One signal; by default a firm one upwards. */
export function signal(symbol: string, changes: Partial<Signal> = {}): Signal {
  const usual = {
    side: "LONG",
    confidence: 0.6,
    probabilityUp: 0.8,
    agreementRatio: 1,
    atrRatio: 0.004,
    close: 100,
    votes: [],
    features: {},
  } as const;
  return { symbol, ...usual, votes: [], ...changes };
}

/** What ai_engine says in a cycle. */
export function signals(cycle: number, list: Signal[]): FleetEvent<"signals.generated"> {
  return event("signals.generated", { signals: list, horizonBars: HORIZON }, { cycle, source: "ai_engine" });
}

/** What msc_ai says in a cycle: the same state for every symbol. */
export function regimes(
  cycle: number,
  symbols: readonly string[],
  state: MarketState,
  mode: Mode = "ENFORCED",
): FleetEvent<"regime.classified"> {
  const regime = { state, probabilities: {}, sinceBars: 1, volatilityRatio: null };
  const data = {
    market: regime,
    symbols: symbols.map((symbol) => ({ symbol, ...regime })),
    riskMode: "NORMAL",
    strategies: [],
    announce: false,
  } as const;
  return event("regime.classified", { ...data, strategies: [] }, { cycle, mode, source: "msc_ai" });
}

/** A service comes or goes. */
export function hello(service: string, mode: Mode): FleetEvent<"service.started"> {
  return event("service.started", { service, version: "1", mode, recovered: 0 });
}
export function goodbye(service: string): FleetEvent<"service.stopped"> {
  return event("service.stopped", { service, reason: "SIGTERM" });
}
