import type { Roster } from "@quantum/roster";
import type { Direction, Instrument, Interval, Mode, Purpose, Skip } from "@quantum/types";
import type { Addition } from "./additions.ts";
import type { AmplifyDecision } from "./amplification.ts";
import type { EntryDecision } from "./entries.ts";
import { LIMITS } from "./limits.ts";
import type { Answers } from "./participants.ts";
import type { Said } from "./said.ts";

/** What the exchange allows in one symbol. */
export type Contract = Pick<
  Instrument,
  "tickSize" | "stepSize" | "minQuantity" | "maxQuantity" | "minNotionalUsd" | "maxLeverage" | "status"
>;

/** A trade of ours that is open. */
export interface OpenTrade {
  tradeId: string;
  symbol: string;
  direction: Direction;
  quantity: string;
  stopPrice: string | null;
  /** Its resting target; null: none. */
  takeProfitPrice: string | null;
  leverage: number;
  /** Close of the bar behind its entry, epoch ms. */
  openedCycle: number;
  barsHeld: number;
  /** The newest bar when it became known; a portfolio older than that does not know it yet. */
  knownSince: number;
  /** False after a closing fill, until the portfolio says what is left. */
  quantityKnown: boolean;
}

/** An order that was asked for and has no end yet. */
export interface OpenIntent {
  intentId: string;
  tradeId: string;
  symbol: string;
  purpose: Purpose;
  direction: Direction;
  stopPrice: string | null;
  takeProfitPrice: string | null;
  leverage: number;
  /** Worth at its reference price. */
  notionalUsd: number;
  cycle: number;
  /** It is carried out over several bars: no cycle waits for its end. */
  working: boolean;
  /** Something of what it filled was closed again before its last word: its stop can rest before it. */
  reduced?: true;
}

/** One step that `bars.closed` began: a trading cycle, or a watch over stops between two of them. */
export interface Cycle {
  at: number;
  kind: "TRADING" | "WATCH";
  interval: Interval;
  /** GATHERING answers, then REVIEWING what was proposed if somebody's review binds, then SETTLING orders. */
  phase: "GATHERING" | "REVIEWING" | "SETTLING";
  /** Symbol -> close of its bar. */
  closes: Record<string, number>;
  answers: Answers;
  said: Said[];
  missing: string[];
  expired: boolean;
  signals: number;
  skips: Skip[];
  /** Entries that were proposed and wait for their review. */
  pending: EntryDecision[];
  /** What is to be done with open trades because pal says so, waiting for the same review. */
  amplify: AmplifyDecision[];
  /** Intent id of a stop that is being moved -> what is added once it rests. */
  additions: Record<string, Addition>;
  /** Ids of the intents it asked for. */
  requested: string[];
  settled: number;
  /** Of the intents it asked for, those that are carried out over several bars. */
  working: number;
}

/** How a cycle ended. */
export interface FinishedCycle {
  at: number;
  outcome: "TRADED" | "NOTHING_TO_DO" | "EXPIRED" | "WATCHED";
  signals: number;
  requested: number;
  settled: number;
  skips: Skip[];
  missing: string[];
  said: Said[];
}

/** Everything trading_bot knows. Plain JSON. */
export interface TradingBotState {
  mode: Mode;
  /** Who is there, and in which mode. */
  roster: Roster;
  killLatch: boolean;
  /** Symbol -> contract. */
  contracts: Record<string, Contract>;
  /** Trade id -> trade. */
  trades: Record<string, OpenTrade>;
  /** Intent id -> intent. */
  intents: Record<string, OpenIntent>;
  /** Symbol -> its last trade that ended. */
  closed: Record<string, { tradeId: string; closedAt: number }>;
  trading: Cycle | null;
  watch: Cycle | null;
  last: FinishedCycle | null;
  /** Answers to a bar that has not been read yet. */
  early: { at: number; answers: Answers } | null;
  lastBarAt: number;
  recentBars: number[];
  /** Whose answer the newest trading cycle ended without. */
  silent: string[];
}

/** The state before anything was seen. */
export function initialState(mode: Mode): TradingBotState {
  return {
    mode,
    roster: {},
    killLatch: false,
    contracts: {},
    trades: {},
    intents: {},
    closed: {},
    trading: null,
    watch: null,
    last: null,
    early: null,
    lastBarAt: 0,
    recentBars: [],
    silent: [],
  };
}

/** The entry under a key that came from outside; a name every object has is not one. */
export function lookUp<T>(record: Readonly<Record<string, T>>, key: string): T | null {
  return Object.hasOwn(record, key) ? (record[key] as T) : null;
}

/** The cycle that asked for this intent, while it is not over. */
export function cycleOf(state: Readonly<TradingBotState>, intentId: string): Cycle | null {
  return [state.trading, state.watch].find((cycle) => cycle?.requested.includes(intentId)) ?? null;
}

/** Remembers a bar; false when it was here before. */
export function rememberBar(state: TradingBotState, closeAt: number): boolean {
  if (state.recentBars.includes(closeAt)) return false;
  state.recentBars.push(closeAt);
  if (state.recentBars.length > LIMITS.rememberedBars) state.recentBars.shift();
  return true;
}
