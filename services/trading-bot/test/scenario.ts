import { event, valuation } from "@quantum/test-kit";
import type { EventData, FleetEvent, Intent, LedgerPosition, Mode, ReasonCode, Signal } from "@quantum/types";
import { type Desk, NO_WORDS } from "../src/core/desk.ts";
import { DEFAULT_SETTINGS } from "../src/core/index.ts";
import type { TradingBotSettings } from "../src/core/limits.ts";
import { type Contract, initialState, type OpenTrade, type TradingBotState } from "../src/core/state.ts";

/** A first bar close used by tests: 2023-07-13 00:05 UTC. */
export const T0 = Date.UTC(2023, 6, 13, 0, 5);
/** Length of a trading bar. */
export const BAR_MS = 300_000;

/** A contract with a tick of 0.1, a step of 0.001 and a minimum of 5 USD. */
export const CONTRACT: Contract = {
  tickSize: "0.1",
  stepSize: "0.001",
  minQuantity: "0.001",
  maxQuantity: "1000",
  minNotionalUsd: "5",
  maxLeverage: 50,
  status: "TRADING",
};

/** The contracts of these symbols. */
export function listed(symbols: readonly string[], part: Partial<Contract> = {}): FleetEvent<"instruments.listed"> {
  const fixed = { maintenanceMarginRatio: 0.004, makerFeeRatio: 0.0002, takerFeeRatio: 0.0005, listedAt: 0 };
  return event(
    "instruments.listed",
    { instruments: symbols.map((symbol) => ({ symbol, ...CONTRACT, ...fixed, ...part })) },
    { at: T0 - BAR_MS },
  );
}

/** The bars of one close. `closes`: symbol -> close. */
export function bars(closeAt: number, closes: Record<string, number>, opensCycle = true): FleetEvent<"bars.closed"> {
  const list = Object.entries(closes).map(([symbol, close]) => ({
    symbol,
    bar: {
      openAt: closeAt - (opensCycle ? BAR_MS : 60_000),
      open: close,
      high: close,
      low: close,
      close,
      volume: 1,
      quoteVolume: close,
      trades: 1,
      takerBuyVolume: 0,
    },
  }));
  const data: EventData<"bars.closed"> = { interval: opensCycle ? "5m" : "1m", closeAt, bars: list, missing: [], opensCycle };
  return event("bars.closed", data, { at: closeAt, cycle: closeAt, id: `bars-${closeAt}` });
}

/** A signal; by default BTCUSDT LONG at 100 with confidence 0.8 and a range of 0.5 %. */
export function signal(part: Partial<Signal> = {}): Signal {
  return {
    symbol: "BTCUSDT",
    side: "LONG",
    confidence: 0.8,
    probabilityUp: 0.9,
    agreementRatio: 1,
    atrRatio: 0.005,
    close: 100,
    votes: [{ slot: "XGB", model: "m", version: "1", probabilityUp: 0.9, weight: 1, reason: "momentum" }],
    features: { return1: 0.001 },
    ...part,
  };
}

/** ai_engine's answer to a cycle. */
export function signals(cycle: number, list: readonly Signal[], mode: Mode = "ENFORCED"): FleetEvent<"signals.generated"> {
  return event("signals.generated", { signals: [...list], horizonBars: 12 }, { cycle, mode, source: "ai_engine" });
}

/** A position in the ledger; by default one of ours. */
export function position(part: Partial<LedgerPosition> = {}): LedgerPosition {
  return {
    tradeId: "t1",
    symbol: "BTCUSDT",
    direction: "LONG",
    quantity: "1",
    entryPrice: "100",
    markPrice: "100",
    notionalUsd: 100,
    unrealisedPnlUsd: 0,
    stopPrice: "99",
    initialRiskUsd: 1,
    rMultiple: 0,
    maxFavourableR: 0,
    maxAdverseR: 0,
    openedAt: T0,
    ageBars: 0,
    sector: "L1",
    leverage: 3,
    ...part,
  };
}

/** portfolio_intelligence's answer to a cycle. */
export function valued(
  cycle: number,
  part: Partial<EventData<"portfolio.valued">> = {},
  mode: Mode = "ENFORCED",
): FleetEvent<"portfolio.valued"> {
  return event("portfolio.valued", valuation(part), { cycle, mode, source: "portfolio_intelligence" });
}

/** The last word on an order. */
export function settled(
  intent: Pick<Intent, "intentId" | "tradeId" | "symbol" | "purpose" | "quantity">,
  outcome: EventData<"order.settled">["outcome"] = "FILLED",
  filledQuantity = outcome === "FILLED" ? intent.quantity : "0",
): FleetEvent<"order.settled"> {
  const { intentId, tradeId, symbol, purpose } = intent;
  const code = outcome === "REJECTED" ? ("EXCHANGE_REJECTED" as const) : null;
  const data = { intentId, tradeId, symbol, purpose, outcome, filledQuantity, averagePrice: null, protected: true, code, reason: "" };
  return event("order.settled", data, { id: `settled-${intentId}`, source: "execution" });
}

/** risk_safety says no. */
export function refused(intent: Intent): FleetEvent<"order.refused"> {
  return event("order.refused", { intent, code: "DAILY_LOSS", verdicts: [] }, { id: `refused-${intent.intentId}`, source: "risk_safety" });
}

/** A trade that ended. */
export function closed(part: { tradeId: string; symbol?: string; closedAt?: number; exitCode?: ReasonCode }): FleetEvent<"trade.closed"> {
  const data: EventData<"trade.closed"> = {
    symbol: "BTCUSDT",
    direction: "LONG",
    quantity: "1",
    entryPrice: "100",
    exitPrice: "99",
    openedAt: T0,
    closedAt: T0,
    grossPnlUsd: "-1",
    feesUsd: "0.1",
    fundingUsd: "0",
    netPnlUsd: "-1.1",
    initialRiskUsd: 1,
    rMultiple: -1.1,
    maxFavourableR: 0,
    maxAdverseR: -1,
    exitCode: "EXIT_STOP",
    ...part,
  };
  return event("trade.closed", data, { id: `closed-${part.tradeId}`, at: data.closedAt });
}

/** A trade of ours: 1 BTCUSDT LONG from T0 with its stop at 99. */
export function trade(part: Partial<OpenTrade> = {}): OpenTrade {
  return {
    tradeId: "t1",
    symbol: "BTCUSDT",
    direction: "LONG",
    quantity: "1",
    stopPrice: "99",
    takeProfitPrice: "101.5",
    leverage: 3,
    openedCycle: T0,
    barsHeld: 0,
    knownSince: T0,
    quantityKnown: true,
    ...part,
  };
}

/** Settings with these changed. */
export function settings(part: Partial<TradingBotSettings> = {}): TradingBotSettings {
  return { ...DEFAULT_SETTINGS, ...part };
}

/** A desk on which a BTCUSDT entry passes every rule, with these parts changed. */
export function desk(
  part: Partial<Omit<Desk, "state" | "words">> & { state?: Partial<TradingBotState>; words?: Partial<Desk["words"]> } = {},
): Desk {
  const { state, words, ...rest } = part;
  return {
    at: T0,
    intervalMs: BAR_MS,
    settings: DEFAULT_SETTINGS,
    portfolio: valuation(),
    closes: { BTCUSDT: 100 },
    occupied: new Set(),
    committed: { usd: 0 },
    ...rest,
    words: { ...NO_WORDS, ...words },
    state: { ...initialState("ENFORCED"), contracts: { BTCUSDT: CONTRACT }, ...state },
  };
}
