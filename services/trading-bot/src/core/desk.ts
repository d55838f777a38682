import type { EventData, ReasonCode, Signal, Verdict } from "@quantum/types";
import type { TradingBotSettings } from "./limits.ts";
import type { TradingBotState } from "./state.ts";
import type { RankingWord, UniverseWord, Words } from "./words.ts";

/** Name of this service on the bus. */
export const NAME = "trading_bot";

/** What the rules of one cycle look at. */
export interface Desk {
  readonly at: number;
  readonly intervalMs: number;
  readonly settings: TradingBotSettings;
  readonly state: Readonly<TradingBotState>;
  /** Null: not known, or its word does not count. */
  readonly portfolio: EventData<"portfolio.valued"> | null;
  /** What modules say that bind; null: nothing that binds. */
  readonly words: BindingWords;
  /** Symbol -> close of its bar. */
  readonly closes: Readonly<Record<string, number>>;
  /** Symbols with a position, a trade or an open intent, those decided in this cycle included. */
  readonly occupied: ReadonlySet<string>;
}

/** What of the modules' words rules about entries look at. */
export interface BindingWords {
  readonly universe: UniverseWord | null;
  readonly ranking: RankingWord | null;
  readonly policy: Words["policy.set"] | null;
}

/** What one rule found about one signal or trade. */
export type Finding = Pick<Verdict, "rule" | "passed" | "observed" | "limit" | "reason">;

/** A rule every entry must pass: the code of the skip when it does not. */
export interface EntryRule {
  readonly code: ReasonCode;
  /** Null: the rule does not apply, because nobody who binds said anything. */
  check(signal: Signal, desk: Desk): Finding | null;
}

/** Symbols that cannot take another trade: positions of anybody, trades of ours, and orders on their way. */
export function occupiedSymbols(state: Readonly<TradingBotState>, portfolio: EventData<"portfolio.valued"> | null): Set<string> {
  return new Set([
    ...(portfolio?.positions ?? []).map(({ symbol }) => symbol),
    ...Object.values(state.trades).map(({ symbol }) => symbol),
    ...Object.values(state.intents).map(({ symbol }) => symbol),
  ]);
}
