import type { AdxState } from "@quantum/market";
import type { Roster } from "@quantum/roster";
import type { EventData, Instrument, Interval, MarketState, Quote, Signal } from "@quantum/types";
import { type Calibration, emptyCalibration } from "./calibration.ts";
import type { OpenBatch } from "./outcomes.ts";
import type { DayOfRanks } from "./rank-correlation.ts";

/** What bars tell of one symbol. */
export interface SymbolMeasure {
  closeAt: number;
  /** Smoothed turnover of a bar, USD. */
  turnoverUsd: number;
  trend: AdxState;
}

/** What of a quote the ranking needs. */
export type QuoteFigures = Pick<Quote, "bid" | "ask" | "fundingRatio" | "nextFundingAt"> & { readonly at: number };
/** What of a signal the ranking needs. */
export type SignalFigures = Pick<Signal, "symbol" | "probabilityUp" | "agreementRatio" | "atrRatio" | "close">;

/** What ai_engine said in a cycle. */
export interface HeardSignals {
  horizonBars: number;
  signals: SignalFigures[];
}
/** Symbol -> market state; what msc_ai said in a cycle, when its word binds. */
export type HeardRegimes = Record<string, MarketState>;

/** A cycle that is not answered yet. */
export interface OpenCycle {
  at: number;
  /** Symbols that had a bar. */
  symbols: string[];
  /** Quotes as they stood right before the bars. */
  quotes: Record<string, QuoteFigures>;
  signals: HeardSignals | null;
  regimes: HeardRegimes | null;
}

/** Answers to a bar that has not been read yet. */
export interface EarlyAnswers {
  at: number;
  signals: HeardSignals | null;
  regimes: HeardRegimes | null;
}

/** Everything this service remembers. Plain JSON. */
export interface RankerState {
  interval: Interval | null;
  lastCycleAt: number;
  roster: Roster;
  contracts: Record<string, Pick<Instrument, "takerFeeRatio" | "status">>;
  quotes: Record<string, QuoteFigures>;
  measures: Record<string, SymbolMeasure>;
  cycle: OpenCycle | null;
  early: EarlyAnswers | null;
  calibration: Calibration;
  /** Scores whose outcome is not known yet, oldest cycle first. */
  open: OpenBatch[];
  /** Oldest day first. */
  days: DayOfRanks[];
  /** Bars ahead that the newest signals were about. */
  horizonBars: number;
  /** The newest ranking, its first places only, and how many there were. */
  ranking: (EventData<"opportunities.ranked"> & { at: number; ranked: number }) | null;
}

/** A service that has seen nothing. */
export function initialState(interval: Interval | null): RankerState {
  return {
    interval,
    lastCycleAt: 0,
    roster: {},
    contracts: {},
    quotes: {},
    measures: {},
    cycle: null,
    early: null,
    calibration: emptyCalibration(),
    open: [],
    days: [],
    horizonBars: 0,
    ranking: null,
  };
}

/** The entry under a key that came from outside; a name every object has is not one. */
export function lookUp<T>(record: Readonly<Record<string, T>>, key: string): T | null {
  return Object.hasOwn(record, key) ? (record[key] as T) : null;
}
