import { type CycleWait, createCycleWait, createDirectiveBook, type DirectiveBook, type Roster } from "@quantum/roster";
import type { Direction, EventData, Interval, MarketState, PositionClass } from "@quantum/types";
import type { TrendState } from "./trend.ts";

/** What the exchange asks of an order in one symbol. */
export interface Contract {
  tickSize: string;
  stepSize: string;
  minQuantity: string;
  maxQuantity: string;
  minNotionalUsd: string;
  takerFeeRatio: number;
}

/** An open trade as portfolio_intelligence values it. */
export interface OpenTrade {
  tradeId: string;
  symbol: string;
  direction: Direction;
  quantity: string;
  /** What its entry bought; null: not told. */
  initialQuantity: string | null;
  entryPrice: string;
  markPrice: string;
  stopPrice: string | null;
  initialRiskUsd: number | null;
  rMultiple: number | null;
  ageBars: number;
}

/** What pil says of a trade. */
export interface Classified {
  tradeId: string;
  class: PositionClass;
  rMultiple: number | null;
  momentumR: number | null;
}

/** What msc_ai says of a symbol. */
export interface SymbolRegime {
  state: MarketState;
  sinceBars: number;
}

/** What others say for a cycle. `doubted`: symbols in which books and exchange differ; null: the whole account does. */
export interface Words {
  portfolio: { trades: OpenTrade[]; doubted: string[] | null };
  classes: Classified[];
  regimes: Record<string, SymbolRegime>;
}

/** What is remembered of an open trade. */
export interface TradeMemory {
  /** Size before anything was added; null when the trade was first seen too old to tell. */
  originalQuantity: string | null;
  peakQuantity: string;
  /** The trade gave up its target. */
  trendExit: boolean;
  /** Age to which it may be held; null: its usual limit. */
  holdUntilBars: number | null;
}

/** Everything the amplifier knows. Plain JSON. */
export interface PalState {
  roster: Roster;
  wait: CycleWait<Words>;
  interval: Interval | null;
  trends: Record<string, TrendState>;
  contracts: Record<string, Contract>;
  trades: Record<string, TradeMemory>;
  directives: DirectiveBook;
  /** The last answer, for the console. */
  last: ({ cycle: number } & EventData<"amplification.advised">) | null;
}

/** Nothing is known, so nothing is amplified. */
export function initialState(): PalState {
  const market = { interval: null, trends: {}, contracts: {} };
  return { roster: {}, wait: createCycleWait(), ...market, trades: {}, directives: createDirectiveBook(), last: null };
}

/** The entry under a key that came from outside; a name every object has is not one. */
export function lookUp<T>(record: Readonly<Record<string, T>>, key: string): T | null {
  return Object.hasOwn(record, key) ? (record[key] as T) : null;
}
