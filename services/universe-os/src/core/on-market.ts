import { type EventData, type FleetEvent, INTERVAL_MS, type Interval } from "@quantum/types";
import { LIMITS } from "./limits.ts";
import { measureBar } from "./measurement.ts";
import { recordOf, type UniverseState } from "./state.ts";

/** A changed interval makes everything measured so far useless. */
export function adoptInterval(state: UniverseState, interval: Interval): void {
  if (state.interval === interval) return;
  state.interval = interval;
  for (const record of Object.values(state.symbols)) record.measurement = null;
}

/** Bars of the trading interval; others are not for this service. */
export function onHistory(state: UniverseState, { symbol, interval, bars }: EventData<"bars.backfilled">): void {
  if (state.interval === null) adoptInterval(state, interval);
  if (state.interval !== interval) return;
  const record = recordOf(state, symbol);
  for (const bar of bars) record.measurement = measureBar(record.measurement, bar, INTERVAL_MS[interval]);
}

/** Takes the bars of a cycle in. A symbol named as missing is known from then on. */
export function takeBars(state: UniverseState, { interval, bars, missing }: EventData<"bars.closed">): void {
  adoptInterval(state, interval);
  for (const symbol of missing) recordOf(state, symbol);
  for (const { symbol, bar } of bars) {
    const record = recordOf(state, symbol);
    record.measurement = measureBar(record.measurement, bar, INTERVAL_MS[interval]);
  }
}

/** Spreads, smoothed. A crossed or empty book is no quote. */
export function onQuotes(state: UniverseState, input: FleetEvent<"quotes.observed">): void {
  for (const { symbol, bid, ask } of input.data.quotes) {
    if (!(bid > 0 && ask > bid)) continue;
    const record = recordOf(state, symbol);
    if (record.spread !== null && input.at <= record.spread.at) continue;
    const bps = ((ask - bid) / ((ask + bid) / 2)) * 10_000;
    const before = record.spread?.bps ?? bps;
    record.spread = { bps: Number((before + LIMITS.spreadWeight * (bps - before)).toFixed(4)), at: input.at };
  }
}

/** The newest list replaces the one before: what is not on it any more is delisted, and stays in history. */
export function onInstruments(state: UniverseState, { instruments }: EventData<"instruments.listed">): void {
  const listed = new Set(instruments.map(({ symbol }) => symbol));
  for (const { symbol, status, listedAt } of instruments) setContract(state, symbol, { status, listedAt });
  for (const [symbol, { contract }] of Object.entries(state.symbols)) {
    if (contract !== null && !listed.has(symbol)) setContract(state, symbol, { ...contract, status: "DELISTED" });
  }
}

type Contract = NonNullable<UniverseState["symbols"][string]["contract"]>;

function setContract(state: UniverseState, symbol: string, contract: Contract): void {
  const record = recordOf(state, symbol);
  if (record.contract?.status !== contract.status) state.refreshWanted = true;
  record.contract = contract;
}

/** What the exchange holds for us; published by execution right before every bar. */
export function onAccount(state: UniverseState, { positions }: EventData<"account.synced">): void {
  state.positions = positions.filter(({ quantity }) => /[1-9]/.test(quantity)).map(({ symbol }) => symbol);
}
