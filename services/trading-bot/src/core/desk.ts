import type { EventData, ReasonCode, Restraint, Signal, Verdict } from "@quantum/types";
import type { TradingBotSettings } from "./limits.ts";
import type { TradingBotState } from "./state.ts";
import type { AmplificationWord, EmergencyWord, RankingWord, SizesWord, UniverseWord, Words } from "./words.ts";

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
  /** Worth of all positions, of entries on their way, and of what was decided in this cycle so far. */
  readonly committed: { usd: number };
}

/** What of the modules' words rules about entries look at. */
export interface BindingWords {
  readonly universe: UniverseWord | null;
  readonly ranking: RankingWord | null;
  readonly policy: Words["policy.set"] | null;
  readonly sizes: SizesWord | null;
  readonly amplification: AmplificationWord | null;
  readonly restraint: Restraint | null;
  readonly emergency: EmergencyWord | null;
}

/** Nobody who binds said anything. */
export const NO_WORDS: BindingWords = {
  universe: null,
  ranking: null,
  policy: null,
  sizes: null,
  amplification: null,
  restraint: null,
  emergency: null,
};

/** What one rule found about one signal or trade. */
export type Finding = Pick<Verdict, "rule" | "passed" | "observed" | "limit" | "reason">;

/** What would be entered, or made larger. */
export type Candidate = Pick<Signal, "symbol" | "side">;

/** A rule every entry must pass: the code of the skip when it does not. */
export interface EntryRule<C extends Candidate = Signal> {
  readonly code: ReasonCode;
  /** Null: the rule does not apply, because nobody who binds said anything. */
  check(candidate: C, desk: Desk): Finding | null;
}

/** Asks rules in their order and adds what each found; the code and the finding of the first that does not let it pass, else null. */
export function firstBroken<C extends Candidate>(candidate: C, desk: Desk, by: { rules: readonly EntryRule<C>[]; findings: Finding[] }) {
  for (const { code, check } of by.rules) {
    const finding = check(candidate, desk);
    if (finding === null) continue;
    by.findings.push(finding);
    if (!finding.passed) return { code, detail: `${finding.rule}: ${finding.reason}` };
  }
  return null;
}

/** What all positions, and entries and additions on their way, are worth. What is filled in part counts twice until it has an end. */
export function committedUsd(state: Readonly<TradingBotState>, portfolio: EventData<"portfolio.valued"> | null): number {
  const held = (portfolio?.positions ?? []).reduce((sum, { notionalUsd }) => sum + notionalUsd, 0);
  const opening = Object.values(state.intents).filter(({ purpose }) => purpose === "ENTRY" || purpose === "ADD");
  return opening.reduce((sum, { notionalUsd }) => sum + notionalUsd, held);
}

/** Symbols that cannot take another trade: positions of anybody, trades of ours, and orders on their way. */
export function occupiedSymbols(state: Readonly<TradingBotState>, portfolio: EventData<"portfolio.valued"> | null): Set<string> {
  return new Set([
    ...(portfolio?.positions ?? []).map(({ symbol }) => symbol),
    ...Object.values(state.trades).map(({ symbol }) => symbol),
    ...Object.values(state.intents).map(({ symbol }) => symbol),
  ]);
}
