import { type FleetEvent, INTERVAL_MS, type Interval } from "@quantum/types";
import { addClose } from "./return-series.ts";
import { lookUp, type PbaState } from "./state.ts";

/** Contracts of the exchange: what shrinking has to keep to. */
export function onInstruments(state: PbaState, { data }: FleetEvent<"instruments.listed">): void {
  for (const { symbol, stepSize, minQuantity, minNotionalUsd } of data.instruments) {
    if (Number(stepSize) > 0) state.contracts[symbol] = { stepSize, minQuantity, minNotionalUsd };
  }
}

/** History, so that correlations are known from the first cycle on. */
export function onHistory(state: PbaState, { data }: FleetEvent<"bars.backfilled">): void {
  state.interval ??= data.interval;
  if (state.interval !== data.interval) return;
  const intervalMs = INTERVAL_MS[data.interval];
  for (const { openAt, close } of data.bars) remember(state, data.symbol, { at: openAt + intervalMs, close }, intervalMs);
}

/** Last prices of every close; returns of those that open a cycle. */
export function onBars(state: PbaState, { data }: FleetEvent<"bars.closed">): void {
  const { closeAt, interval, opensCycle, bars } = data;
  if (opensCycle) adopt(state, interval);
  for (const { symbol, bar } of bars) {
    if ((lookUp(state.prices, symbol)?.at ?? 0) <= closeAt) state.prices[symbol] = { price: bar.close, at: closeAt };
    if (opensCycle) remember(state, symbol, { at: closeAt, close: bar.close }, INTERVAL_MS[interval]);
  }
  if (opensCycle) state.barsAt = Math.max(state.barsAt, closeAt);
}

/** Returns of another bar length are of no use. */
function adopt(state: PbaState, interval: Interval): void {
  if (state.interval !== null && state.interval !== interval) state.returns = {};
  state.interval = interval;
}

function remember(state: PbaState, symbol: string, bar: { at: number; close: number }, intervalMs: number): void {
  state.returns[symbol] = addClose(lookUp(state.returns, symbol), bar, intervalMs);
}
