import { event, valuation } from "@quantum/test-kit";
import { type EventData, type EventType, type FleetEvent, INTERVAL_MS, type Input, type Mode } from "@quantum/types";

/** Close of the first cycle of the scenarios, and the length of its bar. */
export const T0 = Date.UTC(2023, 6, 13);
export const STEP_MS = INTERVAL_MS["5m"];
/** Symbols of the scenarios. */
export const SYMBOLS = ["BTCUSDT", "ETHUSDT", "XRPUSDT", "LINKUSDT", "UNIUSDT", "DOGEUSDT", "ARBUSDT", "FILUSDT", "SOLUSDT", "ADAUSDT"];

const MODULES = [
  "ai_hfos",
  "msc_ai",
  "orchestrator_policy",
  "universe_os",
  "opportunity_ranker",
  "pil",
  "trading_mathematician",
  "pal",
  "ess",
];

/** A hello, a goodbye, a change of mode. */
export function hello(service: string, mode: Mode = "ENFORCED"): FleetEvent<"service.started"> {
  return event("service.started", { service, version: "1", mode, recovered: 0 }, { id: `hello-${service}`, at: T0 - STEP_MS });
}
export function goodbye(service: string): FleetEvent<"service.stopped"> {
  return event("service.stopped", { service, reason: "SIGTERM" }, { id: `goodbye-${service}` });
}
export function modeChange(service: string, to: Mode): FleetEvent<"mode.changed"> {
  return event("mode.changed", { service, from: "ENFORCED", to, by: "anna", reason: "test" }, { id: `mode-${service}-${to}` });
}

/** Everybody, enforced. */
export const FLEET = ["portfolio_intelligence", "pba", ...MODULES].map((service) => hello(service));

function closes(at: number, price: number, symbols: readonly string[]) {
  const bar = {
    openAt: at - STEP_MS,
    open: price,
    high: price,
    low: price,
    close: price,
    volume: 1,
    quoteVolume: 1,
    trades: 1,
    takerBuyVolume: 0,
  };
  return symbols.map((symbol) => ({ symbol, bar }));
}

/** The close that opens a cycle; all symbols at this price. */
export function bars(at: number, price = priceAt(at), symbols: readonly string[] = SYMBOLS): FleetEvent<"bars.closed"> {
  const data = { interval: "5m" as const, closeAt: at, bars: closes(at, price, symbols), missing: [], opensCycle: true };
  return event("bars.closed", data, { cycle: at, source: "execution" });
}

/** A market that goes up and down by a fifth of a percent, evenly: an hour of it deviates by 0.7 %. */
export function priceAt(at: number): number {
  return (at / STEP_MS) % 2 === 0 ? 100 : 100.2;
}

/** Four hours and a half of history of every symbol before T0. */
export function history(): Input[] {
  const times = Array.from({ length: 54 }, (_, i) => T0 - (54 - i) * STEP_MS);
  return SYMBOLS.map((symbol) => {
    const series = times.map((at) => closes(at, priceAt(at), [symbol])[0]?.bar as EventData<"bars.backfilled">["bars"][number]);
    return event("bars.backfilled", { symbol, interval: "5m", bars: series }, { id: `history-${symbol}`, at: T0 - STEP_MS });
  });
}

/** What the modules say of a quiet cycle; any word may be changed or, with null, left unsaid. */
export interface Said {
  drawdownRatio?: number | null;
  regime?: { state: EventData<"regime.classified">["market"]["state"]; riskMode: "AGGRESSIVE" | "NORMAL" | "DEFENSIVE" } | null;
  allowTrades?: boolean | null;
  active?: string[] | null;
  reduceOnly?: string[];
  top?: string[] | null;
  classes?: { tradeId: string; class: EventData<"positions.classified">["positions"][number]["class"] }[] | null;
  sized?: string[] | null;
  added?: string[] | null;
  level?: EventData<"emergency.judged">["level"] | null;
  mode?: Mode;
}

const VERDICT = { module: "test", rule: "T-01", passed: true, observed: null, limit: null, reason: "test" };

/** All answers to a cycle but the coordinator's. */
export function words(cycle: number, said: Said = {}): FleetEvent[] {
  const { drawdownRatio = 0, regime = { state: "BULL_WEAK", riskMode: "NORMAL" }, allowTrades = true, active = SYMBOLS } = said;
  const { reduceOnly = [], top = ["BTCUSDT"], classes = [], sized = ["BTCUSDT"], added = [], level = "NORMAL", mode = "ENFORCED" } = said;
  const from = <T extends EventType>(source: string, type: T, data: unknown) =>
    event(type, data as EventData<T>, { cycle, source, mode: source === "portfolio_intelligence" ? "ENFORCED" : mode }) as FleetEvent;
  return [
    drawdownRatio === null ? [] : [portfolio(cycle, drawdownRatio)],
    regime === null ? [] : [from("msc_ai", "regime.classified", regimeOf(regime))],
    allowTrades === null ? [] : [from("orchestrator_policy", "policy.set", policyOf(allowTrades))],
    active === null ? [] : [from("universe_os", "universe.updated", universeOf(active, reduceOnly))],
    top === null ? [] : [from("opportunity_ranker", "opportunities.ranked", rankingOf(top))],
    classes === null ? [] : [from("pil", "positions.classified", { positions: classes.map((one) => ({ ...one, ...CLASSIFIED })) })],
    sized === null
      ? []
      : [from("trading_mathematician", "sizes.advised", { sizes: sized.map(sizeOf), edge: EDGE, equityUsd: "1", missing: [] })],
    added === null ? [] : [from("pal", "amplification.advised", { profile: "STANDARD", advice: added.map(adviceOf), missing: [] })],
    level === null ? [] : [from("ess", "emergency.judged", { level, latched: false, closing: false, verdicts: [] })],
  ].flat();
}

/** What portfolio_intelligence says. */
export function portfolio(cycle: number, drawdownRatio: number, equityUsd = "10000"): FleetEvent<"portfolio.valued"> {
  return event("portfolio.valued", valuation({ drawdownRatio }, equityUsd), { cycle, source: "portfolio_intelligence" });
}

/** A whole cycle: the close, and what everybody says of it. */
export function cycle(at: number, said: Said = {}, price = priceAt(at)): Input[] {
  return [bars(at, price), ...words(at, said)];
}

const CLASSIFIED = { symbol: "BTCUSDT", rMultiple: 0, maxFavourableR: 0, maxAdverseR: 0, ageBars: 1, momentumR: 0, verdict: VERDICT };
const EDGE = { trades: 0, winRate: null, averageWinR: null, averageLossR: null, kellyFraction: 0, lowerKellyFraction: 0 };

function regimeOf({ state, riskMode }: NonNullable<Said["regime"]>) {
  const market = { state, probabilities: {}, sinceBars: 3, volatilityRatio: 1 };
  return { market, symbols: [], riskMode, strategies: [], announce: false };
}

function policyOf(allowTrades: boolean) {
  const inputs = { regime: "BULL_WEAK", volatility: "NORMAL", drawdown: "NONE", riskMode: "NORMAL" };
  const figures = { minConfidence: 0.55, maxPositions: 10, allowedSides: ["LONG", "SHORT"], sizeFactor: 1 };
  return { rowId: "CALM", tableVersion: "1", allowTrades, ...figures, inputs, stale: [], reason: "test" };
}

function universeOf(active: readonly string[], reduceOnly: readonly string[]) {
  const member = (symbol: string, status: string) => ({ symbol, status, score: 1, category: "MAJOR", sector: "L1" });
  const members = [...active.map((symbol) => member(symbol, "ACTIVE")), ...reduceOnly.map((symbol) => member(symbol, "REDUCE_ONLY"))];
  return { members, reasons: [], refreshed: false, refreshedAt: T0 };
}

function rankingOf(top: readonly string[]) {
  const costs = { feesBps: 1, spreadBps: 1, fundingBps: 0 };
  const rest = { direction: "LONG", score: 1, expectedValueBps: 5, costs, components: {} };
  return { opportunities: top.map((symbol, i) => ({ rank: i + 1, symbol, ...rest })), limit: 20, skipped: [], rankCorrelation: null };
}

function sizeOf(symbol: string) {
  const figures = { kellyFraction: 0, fractionUsed: 0, riskUsd: 1, marginUsd: 1, notionalUsd: 1, leverage: 1, tpPct: 1, slPct: 1 };
  const prices = { referencePrice: "1", stopPrice: null, takeProfitPrice: null, liquidationPrice: null, liquidationDistancePct: null };
  return { symbol, direction: "LONG", outcome: "SIZED", basis: "KELLY", ...figures, quantity: "1", ...prices, verdicts: [] };
}

function adviceOf(tradeId: string) {
  const nothing = { limitPrice: null, newStopPrice: null, holdUntilBars: null, trendExit: false };
  const losses = { plannedLossBeforeUsd: null, plannedLossAfterUsd: null, originalRiskUsd: null, verdicts: [] };
  return { tradeId, symbol: "BTCUSDT", direction: "LONG", action: "ADD_SIZE", steps: ["ADD_SIZE"], quantity: "1", ...nothing, ...losses };
}
