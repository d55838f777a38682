import { isEnforced, speaks, wordOf } from "@quantum/roster";
import type { EventData, Restraint, RiskMode, Verdict } from "@quantum/types";
import type { MarketFigures } from "./market.ts";
import { NAME } from "./name.ts";
import { counts, needed, PARTICIPANTS } from "./participants.ts";
import type { HfosState, Wish, Words, WordType } from "./state.ts";

/** Two modules that want what does not go together, and what holds. */
export type Conflict = EventData<"fleet.coordinated">["conflicts"][number];

/** Everything a cycle is judged by: what was said and counts, the market, and who is silent. */
export interface Picture {
  readonly cycle: number;
  readonly words: { readonly [T in WordType]: Words[T]["word"] | null };
  readonly market: MarketFigures | null;
  /** Words that were needed and did not come. */
  readonly missing: readonly WordType[];
  /** Services that had to answer and did not, with how many cycles in a row. */
  readonly silent: readonly { readonly service: string; readonly cycles: number }[];
  /** Trades pba wanted reduced in the cycle before. */
  readonly reductions: readonly string[];
  readonly wish: Wish | null;
}

/** What a rule found, and what it asks for when it did not pass. */
export interface Trigger {
  readonly verdict: Verdict;
  readonly asks: RiskMode;
  /** What it asks for besides, in this cycle alone. */
  readonly restraint?: Partial<Restraint>;
}

/** One rule that may ask for a risk mode. */
export type TriggerRule = (picture: Picture) => Trigger;
/** One kind of contradiction between modules; null when there is none. `restraint` is what its resolution holds the desk to. */
export type ConflictRule = (picture: Picture) => (Conflict & { readonly restraint?: Partial<Restraint> }) | null;

/** The picture of the open cycle. Counts who was silent, in place. */
export function takePicture(state: HfosState): Picture {
  const cycle = state.wait.open as number;
  const words = Object.fromEntries(PARTICIPANTS.map(({ service, word }) => [word, counted(state, service, word)])) as Picture["words"];
  const silent = needed(state).filter(({ word }) => words[word] === null);
  state.silentCycles = Object.fromEntries(silent.map(({ service }) => [service, (state.silentCycles[service] ?? 0) + 1]));
  const { reductions } = state;
  return {
    cycle,
    words,
    market: state.market.figures,
    missing: silent.map(({ word }) => word),
    silent: silent.map(({ service }) => ({ service, cycles: state.silentCycles[service] as number })),
    reductions: reductions !== null && reviewCounts(state, cycle) ? reductions.trades : [],
    wish: state.wish,
  };
}

function counted<T extends WordType>(state: Readonly<HfosState>, service: string, type: T): Words[T]["word"] | null {
  const said = wordOf(state.wait, type);
  if (said === null) return null;
  return service === "portfolio_intelligence" || counts(state, service, said.binding) ? said.word : null;
}

/** Only of the cycle before, and only while it is certain that it came before this cycle: pba is waited for by those who bind. */
function reviewCounts(state: Readonly<HfosState>, cycle: number): boolean {
  const { reductions, roster, stepMs } = state;
  if (reductions === null || reductions.cycle !== cycle - stepMs || !speaks(roster, "pba")) return false;
  return isEnforced(roster, NAME) ? counts(state, "pba", reductions.binding) : reductions.binding;
}

/** A finding of this service. */
export function verdict(rule: string, passed: boolean, found: Pick<Verdict, "observed" | "limit" | "reason">): Verdict {
  return { module: NAME, rule, passed, ...found };
}
