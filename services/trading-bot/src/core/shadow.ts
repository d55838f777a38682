import { Exact } from "@quantum/exact";
import type { Intent, Signal } from "@quantum/types";
import { coordinatedConfidence } from "./coordinated-confidence.ts";
import { coordinatedEntries } from "./coordinated-entries.ts";
import { coreSymbolsOnly } from "./core-symbols-only.ts";
import { type BindingWords, type Desk, type Finding, NO_WORDS } from "./desk.ts";
import { emergencyLevel } from "./emergency-level.ts";
import { inUniverse } from "./in-universe.ts";
import { policyConfidence } from "./policy-confidence.ts";
import { policySide } from "./policy-side.ts";
import { policyTrades } from "./policy-trades.ts";
import { topOpportunity } from "./top-opportunity.ts";
import type { CoordinationWord, SizesWord, Words } from "./words.ts";

/** What a module's word means for an entry that was decided without it. */
export type ShadowOutcome = "ALLOW" | "SHRINK" | "BLOCK";

/** An entry as it was decided. */
export interface DecidedEntry {
  readonly intent: Intent;
  readonly signal: Signal;
}

type Rule = (signal: Signal, desk: Pick<Desk, "words">) => Finding | null;

/**
 * What the word of one module, as the books keep it, would have done to an entry had it bound: the very rules of the cycle are asked with that word
 * alone. Rules that count positions are not asked, because with the module bound other positions would be open. Null: it said nothing about entries.
 */
export function shadowOf(service: string, word: unknown, entry: DecidedEntry): ShadowOutcome | null {
  const judge = Object.hasOwn(JUDGES, service) ? JUDGES[service] : undefined;
  return judge && typeof word === "object" && word !== null ? judge(word as never, entry) : null;
}

const JUDGES: Readonly<Record<string, (word: never, entry: DecidedEntry) => ShadowOutcome | null>> = {
  universe_os: (universe: Words["universe.updated"], entry) => asked(entry, { universe }, [inUniverse]),
  opportunity_ranker: (ranking: Words["opportunities.ranked"], entry) => asked(entry, { ranking }, [topOpportunity]),
  orchestrator_policy: (policy: Words["policy.set"], entry) =>
    smaller(asked(entry, { policy }, [policyTrades, policySide, policyConfidence]), policy.sizeFactor),
  ai_hfos: ({ restraint }: CoordinationWord, entry) =>
    smaller(asked(entry, { restraint }, [coordinatedEntries, coordinatedConfidence, coreSymbolsOnly]), restraint.sizeFactor),
  ess: (emergency: Words["emergency.judged"], entry) => asked(entry, { emergency }, [emergencyLevel]),
  trading_mathematician: sizeOf,
  pba: reviewOf,
};

function asked({ signal }: DecidedEntry, words: Partial<BindingWords>, rules: readonly Rule[]): ShadowOutcome {
  const desk = { words: { ...NO_WORDS, ...words } };
  return rules.some((rule) => rule(signal, desk)?.passed === false) ? "BLOCK" : "ALLOW";
}

function smaller(outcome: ShadowOutcome, factor: number): ShadowOutcome {
  return outcome === "ALLOW" && factor < 1 ? "SHRINK" : outcome;
}

function sizeOf({ sizes }: SizesWord, { intent, signal }: DecidedEntry): ShadowOutcome {
  const size = sizes.find(({ symbol, direction }) => symbol === intent.symbol && direction === signal.side);
  if (!size || size.outcome === "REFUSED") return "BLOCK";
  return new Exact(size.quantity).lt(intent.quantity) ? "SHRINK" : "ALLOW";
}

function reviewOf({ reviews }: Words["trades.reviewed"], { intent }: DecidedEntry): ShadowOutcome | null {
  const about = reviews.filter(({ intentId }) => intentId === intent.intentId);
  if (about.length === 0) return null;
  if (about.some(({ outcome }) => outcome === "BLOCK")) return "BLOCK";
  return about.some(({ outcome }) => outcome === "SHRINK") ? "SHRINK" : "ALLOW";
}
