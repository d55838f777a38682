import { Exact } from "@quantum/exact";
import { sectorOf } from "@quantum/market";
import { event, valuation } from "@quantum/test-kit";
import type { EventData, FleetEvent, Instrument, Intent } from "@quantum/types";
import { type Book, createBook, frameOf, type Holding } from "../src/core/book.ts";
import type { Correlations } from "../src/core/correlations.ts";
import { DEFAULT_SETTINGS, type PbaSettings } from "../src/core/limits.ts";
import type { Desk, Proposal } from "../src/core/review.ts";

/** A bar close used by tests: 2023-07-13 12:00 UTC. */
export const T0 = Date.UTC(2023, 6, 13, 12);
/** The length of their bars. */
export const BAR_MS = 300_000;

/** One symbol of each sector the tests use, two of L1. */
export const SYMBOLS = ["BTCUSDT", "ETHUSDT", "XRPUSDT", "LINKUSDT", "UNIUSDT", "DOGEUSDT", "ARBUSDT", "FILUSDT"];

/** Nothing moves with anything. */
export const independent: Correlations = () => 0;

/** A holding worth `usd` at a price of 1. */
export function holding(symbol: string, usd: number | string, part: Partial<Holding> = {}): Holding {
  const worth = new Exact(usd);
  const amounts = { quantity: worth, price: new Exact(1), notionalUsd: worth };
  const kind = { tradeId: `t-${symbol}`, sector: sectorOf(symbol), direction: "LONG" as const, leverage: 3, orphan: false };
  return { symbol, ...kind, ...amounts, ...part };
}

/** A book of 1000 USD equity, so that 10 USD are 1 %. */
export function book(holdings: readonly Holding[], over: Partial<PbaSettings> = {}, correlations: Correlations = independent): Book {
  return createBook(frameOf(new Exact(1000), { ...DEFAULT_SETTINGS, ...over }, correlations), holdings);
}

/** A proposal to buy `quantity` of a symbol at 1 USD. */
export function proposal(symbol: string, quantity: string, part: Partial<Intent> & { rank?: number; confidence?: number } = {}): Proposal {
  const { rank = 1, confidence = 0.6, ...over } = part;
  const id = `i-${symbol}`;
  const order = { side: "BUY" as const, quantity, type: "MARKET" as const, price: null, leverage: 3, referencePrice: "1" };
  const levels = { stopPrice: "0.9", takeProfitPrice: null, decidedAt: T0, reason: "test" };
  return { rank, confidence, intent: { intentId: id, tradeId: `t-${id}`, purpose: "ENTRY", symbol, ...order, ...levels, ...over } };
}

/** A desk where every symbol costs 1 USD and trades in cents from 5 USD on. */
export function desk(held: Book | null, over: Partial<Desk> = {}): Desk {
  const contract = { stepSize: "0.01", minQuantity: "0.01", minNotionalUsd: "5" };
  const contracts = Object.fromEntries(SYMBOLS.map((symbol) => [symbol, contract]));
  const prices = Object.fromEntries(SYMBOLS.map((symbol) => [symbol, { price: 1, at: T0 }]));
  return { state: { contracts, prices }, at: T0, book: held, portfolioDoubt: held ? null : "portfolio", ...over };
}

/** The exchange's contracts. */
export function listed(...symbols: string[]): FleetEvent<"instruments.listed"> {
  const steps = { tickSize: "0.1", stepSize: "0.01", minQuantity: "0.01", maxQuantity: "1000000", minNotionalUsd: "5" };
  const fees = { makerFeeRatio: 0.0002, takerFeeRatio: 0.0005, maintenanceMarginRatio: 0.005 };
  const instruments = symbols.map((symbol): Instrument => ({ symbol, ...steps, ...fees, maxLeverage: 20, listedAt: 0, status: "TRADING" }));
  return event("instruments.listed", { instruments });
}

/** One close of some symbols that opens a cycle. */
export function closed(closeAt: number, closes: Readonly<Record<string, number>>): FleetEvent<"bars.closed"> {
  const bars = Object.entries(closes).map(([symbol, close]) => {
    const prices = { open: close, high: close, low: close, close };
    return { symbol, bar: { openAt: closeAt - BAR_MS, ...prices, volume: 1, quoteVolume: close, trades: 1, takerBuyVolume: 0.5 } };
  });
  return event("bars.closed", { interval: "5m", closeAt, bars, missing: [], opensCycle: true }, { cycle: closeAt });
}

/** A position in a valuation: long, at a mark of 1 USD. */
export function position(symbol: string, quantity: string, part: Partial<EventData<"portfolio.valued">["positions"][number]> = {}) {
  const prices = { entryPrice: "1", markPrice: "1", stopPrice: null };
  const figures = { notionalUsd: Number(quantity), unrealisedPnlUsd: 0, initialRiskUsd: null, rMultiple: null };
  const watch = { maxFavourableR: null, maxAdverseR: null, openedAt: T0 - BAR_MS, ageBars: 1 };
  const rest = { direction: "LONG" as const, sector: sectorOf(symbol), leverage: 3 };
  return { tradeId: `t-${symbol}`, symbol, quantity, ...prices, ...figures, ...watch, ...rest, ...part };
}

/** A valuation of a desk worth 1000 USD. */
export function valued(
  cycle: number,
  positions: EventData<"portfolio.valued">["positions"] = [],
  part: Partial<EventData<"portfolio.valued">> = {},
): FleetEvent<"portfolio.valued"> {
  const equityUsd = part.equityUsd ?? "1000";
  const gross = positions.reduce((sum, { quantity, markPrice }) => sum + Number(quantity) * Number(markPrice), 0) / Number(equityUsd);
  const exposure = { grossRatio: gross, netRatio: gross, longRatio: gross, shortRatio: 0, bySymbol: {}, bySector: {} };
  return event("portfolio.valued", valuation({ positions, exposure, ...part }, equityUsd), { cycle, source: "portfolio_intelligence" });
}

/** What trading_bot proposes. */
export function proposed(cycle: number, ...proposals: Proposal[]): FleetEvent<"trades.proposed"> {
  return event("trades.proposed", { proposals }, { cycle, source: "trading_bot" });
}

/** A service says hello, or goodbye. */
export function hello(service: string) {
  return event("service.started", { service, version: "1", mode: "ENFORCED", recovered: 0 }, { id: `hello-${service}` });
}
export function goodbye(service: string) {
  return event("service.stopped", { service, reason: "SIGTERM" }, { id: `goodbye-${service}` });
}
