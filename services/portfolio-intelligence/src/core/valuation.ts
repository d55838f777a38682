import { sectorOf } from "@quantum/market";
import type { EventData, LedgerPosition } from "@quantum/types";
import { averageCorrelation } from "./correlation.ts";
import { drawdownRatio } from "./drawdown.ts";
import { excursionsInR } from "./excursions.ts";
import { exposureOf } from "./exposure.ts";
import { initialRiskUsd, rMultiple } from "./initial-risk.ts";
import { Exact, float, plus, text } from "./money.ts";
import { restingStop } from "./plan.ts";
import type { PortfolioState } from "./state.ts";
import { openPriceOf, type Trade } from "./trade.ts";
import { accountTotals, walletUsd } from "./wallet.ts";

/** PI-17: unrealised profit = (last price - average cost) x quantity, with the sign of the position. */
export function unrealisedUsd(trade: Trade, markPrice: string): string {
  const value = new Exact(markPrice).times(trade.quantity);
  return text(trade.direction === "LONG" ? value.minus(trade.costUsd) : new Exact(trade.costUsd).minus(value));
}

/** The open positions as others see them, in order of symbol. */
export function positionsOf(state: Readonly<PortfolioState>): LedgerPosition[] {
  return Object.keys(state.books)
    .sort()
    .flatMap((symbol) => {
      const open = state.books[symbol]?.current.open;
      return open ? [positionOf(state, open)] : [];
    });
}

function positionOf(state: Readonly<PortfolioState>, trade: Trade): LedgerPosition {
  const entryPrice = openPriceOf(trade);
  const markPrice = state.marks[trade.symbol] ?? entryPrice;
  const unrealised = unrealisedUsd(trade, markPrice);
  const plan = state.plans[trade.tradeId];
  const watch = state.watches[trade.tradeId];
  const risk = initialRiskUsd(trade, plan?.initialStop ?? null);
  const excursions = excursionsInR(trade, watch, risk);
  return {
    tradeId: trade.tradeId,
    symbol: trade.symbol,
    direction: trade.direction,
    quantity: trade.quantity,
    initialQuantity: trade.initialQuantity,
    entryPrice,
    markPrice,
    notionalUsd: float(text(new Exact(markPrice).times(trade.quantity))),
    unrealisedPnlUsd: float(unrealised),
    stopPrice: restingStop(plan),
    initialRiskUsd: risk,
    rMultiple: rMultiple(trade, unrealised, risk),
    maxFavourableR: excursions.favourable,
    maxAdverseR: excursions.adverse,
    openedAt: trade.openedAt,
    ageBars: watch?.ageBars ?? 0,
    sector: sectorOf(trade.symbol),
    leverage: plan?.leverage ?? 1,
  };
}

/** Sum of what all open positions would bring at the last prices, exact. */
export function totalUnrealisedUsd(state: Readonly<PortfolioState>): string {
  return Object.values(state.books).reduce((sum, { symbol, current }) => {
    const { open } = current;
    return open ? plus(sum, unrealisedUsd(open, state.marks[symbol] ?? openPriceOf(open))) : sum;
  }, "0");
}

/** The desk's worth as of what is known now. Before the exchange told its wallet, a difference says so. */
export function valuation(state: Readonly<PortfolioState>, correlationMinBars: number): EventData<"portfolio.valued"> {
  const totals = accountTotals(state);
  const wallet = walletUsd(state.startWalletUsd ?? "0", totals, "ours");
  const unrealised = totalUnrealisedUsd(state);
  const equity = plus(wallet, unrealised);
  const known = state.startWalletUsd !== null;
  const positions = positionsOf(state);
  const peak = state.peakEquityUsd ?? equity;
  const unknown = { symbol: null, kind: "wallet", ours: "unknown", theirs: "unknown", reason: "the exchange has not told its wallet yet" };
  return {
    walletUsd: wallet,
    unrealisedPnlUsd: unrealised,
    equityUsd: equity,
    peakEquityUsd: peak,
    drawdownRatio: drawdownRatio(peak, equity),
    dayStartEquityUsd: state.dayStart?.equityUsd ?? equity,
    realisedPnlUsd: totals.realisedPnlUsd,
    feesUsd: totals.feesUsd,
    fundingUsd: totals.fundingUsd,
    positions,
    exposure: exposureOf(positions, known ? float(equity) : 0),
    averageCorrelation: averageCorrelation(positions, state.returns, correlationMinBars),
    differences: known ? state.differences : [unknown],
  };
}
