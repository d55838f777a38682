import { event, valuation } from "@quantum/test-kit";
import type { EventData, FleetEvent, Signal } from "@quantum/types";
import type { ClosedTrade } from "../src/core/state.ts";

/** A bar close used by tests: 2023-07-13 12:00 UTC. */
export const T0 = Date.UTC(2023, 6, 13, 12);
/** The length of their bars. */
export const BAR_MS = 300_000;

/** One close that opens a cycle. */
export function closed(closeAt: number): FleetEvent<"bars.closed"> {
  return event("bars.closed", { interval: "5m", closeAt, bars: [], missing: [], opensCycle: true }, { cycle: closeAt });
}

/** A contract that trades in thousandths. */
export const CONTRACT = {
  tickSize: "0.01",
  stepSize: "0.001",
  minQuantity: "0.001",
  maxQuantity: "100000",
  minNotionalUsd: "5",
  maxLeverage: 50,
  maintenanceMarginRatio: 0.01,
  takerFeeRatio: 0.0005,
};

/** The exchange's contracts. */
export function listed(...symbols: string[]): FleetEvent<"instruments.listed"> {
  const more = { makerFeeRatio: 0.0002, listedAt: 0, status: "TRADING" as const };
  return event("instruments.listed", { instruments: symbols.map((symbol) => ({ symbol, ...CONTRACT, ...more })) });
}

/** Quotes around 100 USD. */
export function quoted(at: number, ...symbols: string[]): FleetEvent<"quotes.observed"> {
  const book = { bid: 99.99, ask: 100.01, bidQuantity: 1, askQuantity: 1, markPrice: 100, fundingRatio: 0.0001, nextFundingAt: at };
  return event("quotes.observed", { quotes: symbols.map((symbol) => ({ symbol, ...book })) }, { at });
}

/** A signal at a price of 100 USD. */
export function signal(symbol: string, part: Partial<Signal> = {}): Signal {
  const view = { side: "LONG" as const, confidence: 0.6, probabilityUp: 0.8, agreementRatio: 1, atrRatio: 0.005, close: 100 };
  return { symbol, ...view, votes: [], features: {}, ...part };
}

/** What ai_engine says. */
export function signals(cycle: number, ...list: Signal[]): FleetEvent<"signals.generated"> {
  return event("signals.generated", { signals: list, horizonBars: 12 }, { cycle });
}

/** A desk without positions. */
export function valued(cycle: number, part: Partial<EventData<"portfolio.valued">> = {}): FleetEvent<"portfolio.valued"> {
  return event("portfolio.valued", valuation(part), { cycle });
}

/** A trade that ended with so many R. */
export function tradeClosed(tradeId: string, rMultiple: number | null, closedAt = T0 - BAR_MS): FleetEvent<"trade.closed"> {
  const money = { grossPnlUsd: "1", feesUsd: "0", fundingUsd: "0", netPnlUsd: "1", initialRiskUsd: 1 };
  const trade = { tradeId, symbol: "BTCUSDT", direction: "LONG" as const, quantity: "1", entryPrice: "1", exitPrice: "2" };
  const end = { openedAt: closedAt - BAR_MS, closedAt, rMultiple, maxFavourableR: null, maxAdverseR: null, exitCode: "EXIT_TIME" as const };
  return event("trade.closed", { ...trade, ...money, ...end }, { id: `closed-${tradeId}`, at: closedAt });
}

/** Evidence: so many wins and losses of the same size each. */
export function history(wins: number, losses: number, size: { win: number; loss: number } = { win: 1.5, loss: 1 }): ClosedTrade[] {
  return Array.from({ length: wins + losses }, (_, i) => ({
    tradeId: `t${i}`,
    closedAt: T0 - (wins + losses - i) * 1000,
    r: i < wins ? size.win : -size.loss,
  }));
}
