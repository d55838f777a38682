import { isEnforced, isGone, type Roster, speaks } from "@quantum/roster";
import { NAME } from "./name.ts";
import type { HfosState, WordType } from "./state.ts";

/** Who says what for a cycle. The ledger belongs to the core: it is waited for unless it said goodbye; the others while they speak. */
export const PARTICIPANTS: readonly { readonly service: string; readonly word: WordType }[] = [
  { service: "portfolio_intelligence", word: "portfolio.valued" },
  { service: "msc_ai", word: "regime.classified" },
  { service: "orchestrator_policy", word: "policy.set" },
  { service: "universe_os", word: "universe.updated" },
  { service: "opportunity_ranker", word: "opportunities.ranked" },
  { service: "pil", word: "positions.classified" },
  { service: "trading_mathematician", word: "sizes.advised" },
  { service: "pal", word: "amplification.advised" },
  { service: "ess", word: "emergency.judged" },
];

/** Every service there may be besides this one; anything else is unknown to the coordinator. */
export const MODULES = [
  "universe_os",
  "pil",
  "model_supervisor",
  "pba",
  "self_healing",
  "orchestrator_policy",
  "pal",
  "trading_mathematician",
  "aelm",
  "msc_ai",
  "opportunity_ranker",
  "ess",
  "retraining_orchestrator",
] as const;

/** Whose word nobody sets aside: the way out is not bargained about. */
export const NEVER_ASIDE: readonly string[] = ["ess"];

/** Who obeys directives. */
export const RECEIVERS: readonly string[] = ["orchestrator_policy", "universe_os", "pba", "pal", "self_healing"];

/**
 * Whether a word counts: what binds does; what is said in OBSERVE only while the coordinator binds nobody itself. A person may set a word aside.
 */
export function counts(state: Readonly<HfosState>, service: string, binding: boolean): boolean {
  return (binding || !isEnforced(state.roster, NAME)) && !isAside(state, service);
}

/** Whose words the open cycle needs. */
export function needed(state: Readonly<HfosState>): typeof PARTICIPANTS {
  return PARTICIPANTS.filter(({ service }) => mustSpeak(state, service));
}

function mustSpeak(state: Readonly<HfosState>, service: string): boolean {
  if (service === "portfolio_intelligence") return !isGone(state.roster, service);
  return speaks(state.roster, service) && counts(state, service, isEnforced(state.roster, service));
}

/** Receivers that are there and have to acknowledge. */
export function receiversOn(roster: Readonly<Roster>): string[] {
  return RECEIVERS.filter((service) => speaks(roster, service));
}

function isAside({ overrides }: Readonly<HfosState>, service: string): boolean {
  return overrides.some((one) => one.service === service);
}
