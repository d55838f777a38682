import { type CycleWait, createCycleWait, type Roster } from "@quantum/roster";
import type { Direction, EventData } from "@quantum/types";

/** What the exchange asks of an order in one symbol, and what it charges. */
export interface Contract {
  tickSize: string;
  stepSize: string;
  minQuantity: string;
  maxQuantity: string;
  minNotionalUsd: string;
  maxLeverage: number;
  maintenanceMarginRatio: number;
  takerFeeRatio: number;
}

/** A trade of the past, in R. */
export interface ClosedTrade {
  tradeId: string;
  closedAt: number;
  r: number;
}

/** What of a signal a size needs. */
export interface Candidate {
  symbol: string;
  direction: Direction;
  confidence: number;
  atrRatio: number | null;
  close: number;
}

/** What others say for a cycle. `equityUsd` null: it cannot be relied on. */
export interface Words {
  signals: Candidate[];
  portfolio: { equityUsd: string | null };
}

/** Spread and funding of one symbol, as shares of price. */
export interface Costs {
  spreadRatio: number;
  fundingRatio: number;
}

/** Everything the mathematician knows. Plain JSON. */
export interface MathematicianState {
  roster: Roster;
  wait: CycleWait<Words>;
  contracts: Record<string, Contract>;
  quotesAt: number;
  costs: Record<string, Costs>;
  /** Oldest first. */
  trades: ClosedTrade[];
  /** Equity of the newest valuation, for questions outside a cycle. */
  equityUsd: string | null;
  last: { cycle: number; sized: number; refused: number; missing: string[]; edge: EventData<"sizes.advised">["edge"] } | null;
}

/** Nothing is known. */
export function initialState(): MathematicianState {
  const market = { contracts: {}, quotesAt: 0, costs: {} };
  return { roster: {}, wait: createCycleWait(), ...market, trades: [], equityUsd: null, last: null };
}

/** The entry under a key that came from outside; a name every object has is not one. */
export function lookUp<T>(record: Readonly<Record<string, T>>, key: string): T | null {
  return Object.hasOwn(record, key) ? (record[key] as T) : null;
}
