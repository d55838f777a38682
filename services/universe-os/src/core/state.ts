import { createDirectiveBook, type DirectiveBook, type Roster } from "@quantum/roster";
import type { EventData, Instrument, Interval } from "@quantum/types";
import type { Measurement } from "./measurement.ts";

/** The universe as it was last announced. */
export type Universe = Pick<EventData<"universe.updated">, "members" | "reasons" | "refreshedAt">;
export type Member = Universe["members"][number];
export type Reason = Universe["reasons"][number];

/** An entry into the universe or an exit from it. */
export interface Change {
  at: number;
  included: boolean;
  code: string;
  measured: Reason["measured"];
  limit: Reason["limit"];
}

/** All that is known of a symbol. A symbol that was delisted stays, with its history. */
export interface SymbolRecord {
  /** Null: the exchange never listed it to us. */
  contract: Pick<Instrument, "status" | "listedAt"> | null;
  /** Null: nothing was seen since the interval is known. */
  measurement: Measurement | null;
  /** Smoothed spread and the market time of its newest quote. */
  spread: { bps: number; at: number } | null;
  /** Smoothed place in the rankings that bind: 1 best, 0 last or not ranked. */
  ranking: number | null;
  /** Since when it may be traded, epoch ms; null while it may not. */
  memberSince: number | null;
  changes: Change[];
}

/** Everything this service remembers. Plain JSON. */
export interface UniverseState {
  interval: Interval | null;
  lastCloseAt: number;
  symbols: Record<string, SymbolRecord>;
  /** Symbols with an open position at the exchange; null while unknown. */
  positions: string[] | null;
  /** The cycle of the newest ranking that binds. */
  rankedAt: number | null;
  roster: Roster;
  directives: DirectiveBook;
  /** Whether only CORE symbols were allowed in the last cycle. */
  coreOnly: boolean;
  /** Something happened that the next answer must look at. */
  refreshWanted: boolean;
  universe: Universe | null;
}

/** A service that has seen nothing. */
export function initialState(interval: Interval | null): UniverseState {
  return {
    interval,
    lastCloseAt: 0,
    symbols: {},
    positions: null,
    rankedAt: null,
    roster: {},
    directives: createDirectiveBook(),
    coreOnly: false,
    refreshWanted: false,
    universe: null,
  };
}

/** The record of a symbol, made at first sight. */
export function recordOf(state: UniverseState, symbol: string): SymbolRecord {
  if (Object.hasOwn(state.symbols, symbol)) return state.symbols[symbol] as SymbolRecord;
  const record: SymbolRecord = { contract: null, measurement: null, spread: null, ranking: null, memberSince: null, changes: [] };
  state.symbols[symbol] = record;
  return record;
}
