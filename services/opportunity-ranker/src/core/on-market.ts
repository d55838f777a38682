import { createAdx, quoteVolumeOf, updateAdx } from "@quantum/market";
import { type Bar, type EventData, type FleetEvent, INTERVAL_MS, type Interval } from "@quantum/types";
import { LIMITS } from "./limits.ts";
import type { RankerState, SymbolMeasure } from "./state.ts";

/** A changed interval makes everything measured so far useless. */
export function adoptInterval(state: RankerState, interval: Interval): void {
  if (state.interval === interval) return;
  state.interval = interval;
  state.measures = {};
  state.open = [];
}

/** History of the trading interval warms up trend and turnover. */
export function onHistory(state: RankerState, { symbol, interval, bars }: EventData<"bars.backfilled">): void {
  if (state.interval === null) adoptInterval(state, interval);
  if (state.interval !== interval) return;
  for (const bar of bars) measureBar(state, symbol, bar);
}

/** Takes one bar in. After a gap the symbol starts anew, because an average over a hole is not what it says. */
export function measureBar(state: RankerState, symbol: string, bar: Bar): void {
  const stepMs = INTERVAL_MS[state.interval as Interval];
  let measure: SymbolMeasure | undefined = Object.hasOwn(state.measures, symbol) ? state.measures[symbol] : undefined;
  if (measure !== undefined && bar.openAt < measure.closeAt) return;
  const turnoverUsd = quoteVolumeOf(bar);
  if (measure === undefined || bar.openAt !== measure.closeAt) {
    measure = { closeAt: 0, turnoverUsd, trend: createAdx(LIMITS.trendBars) };
    state.measures[symbol] = measure;
  }
  measure.closeAt = bar.openAt + stepMs;
  measure.turnoverUsd += LIMITS.turnoverWeight * (turnoverUsd - measure.turnoverUsd);
  updateAdx(measure.trend, bar);
}

/** The newest quotes replace those before: a symbol that is not among them has none. */
export function onQuotes(state: RankerState, { at, data }: FleetEvent<"quotes.observed">): void {
  state.quotes = Object.fromEntries(
    data.quotes.map(({ symbol, bid, ask, fundingRatio, nextFundingAt }) => [symbol, { bid, ask, fundingRatio, nextFundingAt, at }]),
  );
}

/** The newest list replaces the one before. */
export function onInstruments(state: RankerState, { instruments }: EventData<"instruments.listed">): void {
  state.contracts = Object.fromEntries(instruments.map(({ symbol, takerFeeRatio, status }) => [symbol, { takerFeeRatio, status }]));
}
