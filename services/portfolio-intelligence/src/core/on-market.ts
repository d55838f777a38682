import { type Effect, emit, type FleetEvent, INTERVAL_MS } from "@quantum/types";
import { settle } from "./book.ts";
import { addReturn } from "./correlation.ts";
import { dayStartAt } from "./day-start.ts";
import { watchBar } from "./excursions.ts";
import { LIMITS, type PortfolioSettings } from "./limits.ts";
import { Exact, plain, plus } from "./money.ts";
import { equityRow } from "./rows.ts";
import type { PortfolioState } from "./state.ts";
import { totalUnrealisedUsd, valuation } from "./valuation.ts";
import { accountTotals, walletUsd } from "./wallet.ts";

/** Quotes mark what has no newer bar. */
export function onQuotes(state: PortfolioState, input: FleetEvent<"quotes.observed">): Effect[] {
  for (const { symbol, markPrice } of input.data.quotes) state.marks[symbol] = plain(markPrice);
  return [];
}

/** Bars mark the positions and settle what is old; one that opens a cycle is answered with exactly one valuation. */
export function onBars(state: PortfolioState, input: FleetEvent<"bars.closed">, settings: PortfolioSettings): Effect[] {
  const { closeAt, opensCycle } = input.data;
  const firstTime = opensCycle && closeAt > state.lastCycleAt;
  watchBars(state, input.data, firstTime);
  for (const book of Object.values(state.books)) settle(book, closeAt - LIMITS.lateFillWindowMs);
  forget(state, closeAt);
  if (!firstTime) return [];
  state.lastCycleAt = closeAt;
  keepReturns(state, input.data.bars, settings.correlationBars);
  return value(state, closeAt, settings);
}

function watchBars(state: PortfolioState, data: FleetEvent<"bars.closed">["data"], opensCycle: boolean): void {
  for (const { symbol, bar } of data.bars) {
    state.marks[symbol] = plain(bar.close);
    const open = state.books[symbol]?.current.open;
    const watch = open ? state.watches[open.tradeId] : undefined;
    if (open && watch) watchBar(watch, open, bar, INTERVAL_MS[data.interval], opensCycle);
  }
}

/** Every symbol ever seen gets a return or a gap, so that all windows stay aligned. */
function keepReturns(state: PortfolioState, bars: FleetEvent<"bars.closed">["data"]["bars"], keepBars: number): void {
  const closes = new Map(bars.map(({ symbol, bar }) => [symbol, bar.close]));
  for (const symbol of closes.keys()) state.returns[symbol] ??= { lastClose: null, window: [] };
  for (const [symbol, returns] of Object.entries(state.returns)) addReturn(returns, closes.get(symbol) ?? null, keepBars);
}

function value(state: PortfolioState, closeAt: number, settings: PortfolioSettings): Effect[] {
  if (state.startWalletUsd !== null) {
    const equity = plus(walletUsd(state.startWalletUsd, accountTotals(state), "ours"), totalUnrealisedUsd(state));
    const peak = state.peakEquityUsd ?? state.startWalletUsd;
    state.peakEquityUsd = new Exact(equity).gt(peak) ? equity : peak;
    state.dayStart = dayStartAt(state.dayStart, closeAt, equity, state.lastEquityUsd ?? state.startWalletUsd);
    state.lastEquityUsd = equity;
  }
  const valued = valuation(state, settings.correlationMinBars);
  const told = emit("portfolio.valued", valued, closeAt);
  return state.startWalletUsd === null ? [told] : [told, equityRow(closeAt, valued)];
}

/** Plans and watches of trades that are neither open nor fresh are dropped. */
function forget(state: PortfolioState, closeAt: number): void {
  const alive = new Set<string>();
  for (const { current } of Object.values(state.books)) {
    if (current.open) alive.add(current.open.tradeId);
    for (const trade of current.closed) alive.add(trade.tradeId);
  }
  for (const id of Object.keys(state.watches)) if (!alive.has(id)) delete state.watches[id];
  for (const [id, plan] of Object.entries(state.plans)) {
    if (!alive.has(id) && closeAt - plan.at > LIMITS.planMemoryMs) delete state.plans[id];
  }
}
