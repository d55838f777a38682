import { type Category, categoryOf, type Sector, sectorOf } from "@quantum/market";
import { INTERVAL_MS } from "@quantum/types";
import { LIMITS } from "./limits.ts";
import { type DayFigures, dayFiguresOf } from "./measurement.ts";
import type { SymbolRecord, UniverseState } from "./state.ts";

/** A symbol as the rules see it at one refresh. Null: not known, which never counts as good. */
export interface Candidate {
  readonly symbol: string;
  readonly at: number;
  readonly category: Category;
  readonly sector: Sector;
  readonly status: "TRADING" | "SETTLING" | "DELISTED" | null;
  readonly ageMs: number | null;
  readonly spreadBps: number | null;
  readonly day: DayFigures | null;
  /** Whether the bar that closes now is there. */
  readonly current: boolean;
  readonly memberSince: number | null;
  readonly ranking: number | null;
}

/** The symbol at market time `at`, from what was seen until then. */
export function candidateOf(state: Readonly<UniverseState>, symbol: string, at: number): Candidate {
  const record = state.symbols[symbol] as SymbolRecord;
  const stepMs = state.interval === null ? 0 : INTERVAL_MS[state.interval];
  const { contract, measurement, spread, memberSince, ranking } = record;
  const quoted = spread !== null && at - spread.at <= LIMITS.quoteMaxAgeBars * stepMs;
  return {
    symbol,
    at,
    category: categoryOf(symbol),
    sector: sectorOf(symbol),
    status: contract?.status ?? null,
    ageMs: contract !== null && contract.listedAt > 0 && contract.listedAt <= at ? at - contract.listedAt : null,
    spreadBps: quoted ? spread.bps : null,
    day: measurement === null ? null : dayFiguresOf(measurement, at, stepMs),
    current: measurement !== null && measurement.closeAt === at,
    memberSince,
    ranking,
  };
}
