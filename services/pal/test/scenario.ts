import { event, valuation } from "@quantum/test-kit";
import type { Bar, EventData, FleetEvent, LedgerPosition, Mode, PositionClass } from "@quantum/types";
import { type Case, type Contract, STANDARD, type Trend } from "../src/core/index.ts";

/** A bar close used by tests: 2023-07-13 12:00 UTC. */
export const T0 = Date.UTC(2023, 6, 13, 12);
/** The length of their bars. */
export const BAR_MS = 300_000;

/** A contract that trades in cents and thousandths. */
export const CONTRACT: Contract = {
  tickSize: "0.01",
  stepSize: "0.001",
  minQuantity: "0.001",
  maxQuantity: "100000",
  minNotionalUsd: "5",
  takerFeeRatio: 0.0005,
};

/** A strong trend upwards at 105. */
export const UP: Trend = { close: 105, fast: 104, slow: 102, adx: 35, plusDi: 30, minusDi: 10, atr: 0.5, highest: 105.2, lowest: 101 };

/** The specification's example: BTCUSDT LONG, up 5 %, R 2.5, WINNER. Ten units at 100, stop at 98, now at 105. */
export function example(part: Partial<Omit<Case, "trade">> & { trade?: Partial<Case["trade"]> } = {}): Case {
  const prices = { entryPrice: "100", markPrice: "105", stopPrice: "98" };
  const trade = {
    tradeId: "t",
    symbol: "BTCUSDT",
    direction: "LONG" as const,
    quantity: "10",
    ...prices,
    initialRiskUsd: 20,
    rMultiple: 2.5,
    initialQuantity: null,
    ageBars: 12,
  };
  return {
    memory: { originalQuantity: "10", peakQuantity: "10", trendExit: false, holdUntilBars: null },
    classified: { tradeId: "t", class: "WINNER", rMultiple: 2.5, momentumR: 0.3 },
    trend: UP,
    regime: "NOT_ASKED",
    contract: CONTRACT,
    doubted: false,
    riskMode: "NORMAL",
    profile: STANDARD,
    ...part,
    trade: { ...trade, ...part.trade },
  };
}

/** The example with another profit: R and price move together. */
export function withR(r: number, part: Parameters<typeof example>[0] = {}): Case {
  const markPrice = String(100 + 2 * r);
  const classified = { tradeId: "t", class: "WINNER" as const, rMultiple: r, momentumR: 0.3, ...part.classified };
  const close = Number(markPrice);
  const trend = { ...UP, close, fast: close - 1, slow: close - 3, highest: close + 0.2, ...part.trend };
  return example({ ...part, classified, trend, trade: { markPrice, rMultiple: r, ...part.trade } });
}

/** The mirror image: short ten at 100, stop at 102, now at 95. */
export function short(): Case {
  const trend = { ...UP, close: 95, fast: 96, slow: 98, plusDi: 10, minusDi: 30, highest: 99, lowest: 94.8 };
  return example({ trend, trade: { direction: "SHORT", markPrice: "95", stopPrice: "102" } });
}

const START = T0 - 100 * BAR_MS;

/** A bar of a market that rises 0.1 a bar, with quiet ranges; bar 100 closes at T0 and 105. */
export function bar(index: number): Bar {
  const close = 95 + 0.1 * index;
  const prices = { open: close - 0.1, high: close + 0.05, low: close - 0.15, close };
  return { openAt: START + (index - 1) * BAR_MS, ...prices, volume: 1, quoteVolume: close, trades: 1, takerBuyVolume: 0.5 };
}

/** Its history up to T0, and one more bar after it. */
export function backfilled(symbol = "BTCUSDT"): FleetEvent<"bars.backfilled"> {
  return event("bars.backfilled", { symbol, interval: "5m", bars: Array.from({ length: 99 }, (_, i) => bar(i + 1)) });
}
export function closed(closeAt = T0, symbols = ["BTCUSDT"]): FleetEvent<"bars.closed"> {
  const bars = symbols.map((symbol) => ({ symbol, bar: bar((closeAt - START) / BAR_MS) }));
  return event("bars.closed", { interval: "5m", closeAt, bars, missing: [], opensCycle: true }, { cycle: closeAt });
}

/** The exchange's contracts. */
export function listed(...symbols: string[]): FleetEvent<"instruments.listed"> {
  const more = { maxLeverage: 20, maintenanceMarginRatio: 0.01, makerFeeRatio: 0.0002, listedAt: 0, status: "TRADING" as const };
  return event("instruments.listed", { instruments: symbols.map((symbol) => ({ symbol, ...CONTRACT, ...more })) });
}

/** The example's position in the ledger. */
export function position(part: Partial<LedgerPosition> = {}): LedgerPosition {
  const prices = { quantity: "10", entryPrice: "100", markPrice: "105", stopPrice: "98" };
  const figures = { notionalUsd: 1050, unrealisedPnlUsd: 50, initialRiskUsd: 20, rMultiple: 2.5, maxFavourableR: 2.6, maxAdverseR: 0 };
  const rest = { openedAt: T0 - 12 * BAR_MS, ageBars: 12, sector: "L1", leverage: 3 };
  return { tradeId: "t", symbol: "BTCUSDT", direction: "LONG", ...prices, ...figures, ...rest, ...part };
}

/** A valuation with these positions. */
export function valued(
  cycle: number,
  positions: LedgerPosition[] = [position()],
  part: Partial<EventData<"portfolio.valued">> = {},
): FleetEvent<"portfolio.valued"> {
  const exposure = { grossRatio: 0.1, netRatio: 0.1, longRatio: 0.1, shortRatio: 0, bySymbol: {}, bySector: {} };
  return event("portfolio.valued", valuation({ positions, exposure, ...part }), { cycle });
}

/** What pil says of the example. */
export function classified(cycle: number, name: PositionClass = "WINNER"): FleetEvent<"positions.classified"> {
  const verdict = { module: "pil", rule: "PIL-03", passed: true, observed: 2.5, limit: 1, reason: "test" };
  const figures = { rMultiple: 2.5, maxFavourableR: 2.6, maxAdverseR: 0, ageBars: 12, momentumR: 0.3 };
  return event("positions.classified", { positions: [{ tradeId: "t", symbol: "BTCUSDT", class: name, ...figures, verdict }] }, { cycle });
}

/** What msc_ai says. */
export function regimes(cycle: number, state: "BULL_STRONG" | "CHOPPY" = "BULL_STRONG"): FleetEvent<"regime.classified"> {
  const regime = { state, probabilities: {}, sinceBars: 5, volatilityRatio: 1 };
  const rest = { riskMode: "NORMAL" as const, strategies: [], announce: false };
  return event("regime.classified", { market: regime, symbols: [{ symbol: "BTCUSDT", ...regime }], ...rest }, { cycle });
}

/** A service says hello in a mode, or goodbye. */
export function hello(service: string, mode: Mode = "ENFORCED") {
  return event("service.started", { service, version: "1", mode, recovered: 0 }, { id: `hello-${service}-${mode}` });
}
export function goodbye(service: string) {
  return event("service.stopped", { service, reason: "SIGTERM" }, { id: `goodbye-${service}` });
}
