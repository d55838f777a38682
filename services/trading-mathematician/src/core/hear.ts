import { Exact } from "@quantum/exact";
import { hearWord } from "@quantum/roster";
import type { FleetEvent } from "@quantum/types";
import { addTrade } from "./evidence.ts";
import type { MathematicianState } from "./state.ts";

/** Signals that have a side. */
export function onSignals(state: MathematicianState, { cycle, data }: FleetEvent<"signals.generated">): void {
  const word = data.signals.flatMap(({ symbol, side, confidence, atrRatio, close }) =>
    side === "NONE" ? [] : [{ symbol, direction: side, confidence, atrRatio, close }],
  );
  hearWord(state.wait, "signals", { cycle, word });
}

/** Equity; unknown while it is not above zero, or the account's books and the exchange's differ. */
export function onPortfolio(state: MathematicianState, { cycle, data }: FleetEvent<"portfolio.valued">): void {
  const relied = new Exact(data.equityUsd).gt(0) && data.differences.every(({ symbol }) => symbol !== null);
  const equityUsd = relied ? data.equityUsd : null;
  if ((cycle ?? 0) >= state.wait.last) state.equityUsd = equityUsd;
  hearWord(state.wait, "portfolio", { cycle, word: { equityUsd } });
}

/** Contracts of the exchange. */
export function onInstruments(state: MathematicianState, { data }: FleetEvent<"instruments.listed">): void {
  for (const instrument of data.instruments) {
    const { symbol, tickSize, stepSize, minQuantity, maxQuantity, minNotionalUsd } = instrument;
    const { maxLeverage, maintenanceMarginRatio, takerFeeRatio, status } = instrument;
    const usable = status === "TRADING" && Number(stepSize) > 0 && Number(tickSize) > 0;
    const order = { tickSize, stepSize, minQuantity, maxQuantity, minNotionalUsd };
    if (usable) state.contracts[symbol] = { ...order, maxLeverage, maintenanceMarginRatio, takerFeeRatio };
    else delete state.contracts[symbol];
  }
}

/** What it costs to trade, before the bar that follows. A book that is crossed says nothing. */
export function onQuotes(state: MathematicianState, { at, data }: FleetEvent<"quotes.observed">): void {
  if (at < state.quotesAt) return;
  state.quotesAt = at;
  state.costs = Object.fromEntries(
    data.quotes.flatMap(({ symbol, bid, ask, fundingRatio }) =>
      ask >= bid ? [[symbol, { spreadRatio: (2 * (ask - bid)) / (ask + bid), fundingRatio }]] : [],
    ),
  );
}

/** Evidence. A trade whose initial risk was never known says nothing about R. */
export function onTradeClosed(state: MathematicianState, { data }: FleetEvent<"trade.closed">): void {
  const { tradeId, closedAt, rMultiple } = data;
  if (rMultiple !== null) addTrade(state.trades, { tradeId, closedAt, r: rMultiple });
}
