import { closeCycle, isEnforced, isGone, openCycle, openDirectives, partsLeft, speaks, waitWake, wordOf } from "@quantum/roster";
import { type AmplificationAdvice, type Effect, emit, type FleetEvent, type RiskMode, type Woken } from "@quantum/types";
import { advise } from "./advise.ts";
import type { Case } from "./case.ts";
import { rememberTrade } from "./complete-data.ts";
import { riskModeOf } from "./directives.ts";
import { addBars } from "./hear.ts";
import { type PalSettings, type Profile, profileOf } from "./limits.ts";
import { NAME } from "./name.ts";
import { lookUp, type OpenTrade, type PalState, type TradeMemory, type Words } from "./state.ts";
import { readTrend } from "./trend.ts";

/** A bar opens a cycle; one that is still open then is answered with what there is. */
export function onBars(state: PalState, { data }: FleetEvent<"bars.closed">, settings: PalSettings): Effect[] {
  if (!data.opensCycle || data.closeAt <= state.wait.last) return [];
  const overdue = state.wait.open === null ? [] : answer(state, settings);
  openCycle(state.wait, data.closeAt);
  addBars(state, data);
  const answered = answerIfComplete(state, settings);
  return [...overdue, ...(answered.length > 0 ? answered : [waitWake(state.wait, settings.waitMs)])];
}

/** Part of the wait, or all of it, is over. */
export function onWake(state: PalState, input: Woken, settings: PalSettings): Effect[] {
  const left = partsLeft(state.wait, input);
  if (left === null) return [];
  return left > 0 ? [waitWake(state.wait, settings.waitMs, left - 1)] : answer(state, settings);
}

/**
 * Answers once nothing that is needed can still come. pil only observes by its nature, so its word is used in any mode; what msc_ai says
 * counts while it binds.
 */
export function answerIfComplete(state: PalState, settings: PalSettings): Effect[] {
  const { wait, roster } = state;
  if (wait.open === null) return [];
  const awaited =
    (wordOf(wait, "portfolio") === null && !isGone(roster, "portfolio_intelligence")) ||
    (wordOf(wait, "classes") === null && speaks(roster, "pil")) ||
    (wordOf(wait, "regimes") === null && isEnforced(roster, "msc_ai"));
  return awaited ? [] : answer(state, settings);
}

/** The one answer to the open cycle. What has not come is missing: nothing is done with trades nobody could judge. */
function answer(state: PalState, settings: PalSettings): Effect[] {
  const cycle = state.wait.open as number;
  const words = {
    portfolio: wordOf(state.wait, "portfolio"),
    classes: wordOf(state.wait, "classes"),
    regimes: wordOf(state.wait, "regimes"),
  };
  const asksRegimes = isEnforced(state.roster, "msc_ai");
  const missing = [
    ...(words.portfolio === null ? ["portfolio.valued"] : []),
    ...(words.classes === null ? ["positions.classified"] : []),
    ...(words.regimes === null && asksRegimes ? ["regime.classified"] : []),
  ];
  openDirectives(state.directives, state.roster, cycle);
  const profile = profileOf(lookUp(state.roster, NAME)?.mode ?? settings.firstMode);
  const about = { cycle, words, asksRegimes, profile, riskMode: riskModeOf(state, cycle) };
  const advice = words.portfolio === null ? [] : adviseAll(state, words.portfolio, about);
  closeCycle(state.wait);
  const data = { profile: profile.name, advice, missing };
  state.last = { cycle, ...data };
  return [emit("amplification.advised", data, cycle)];
}

interface About {
  readonly cycle: number;
  readonly words: { readonly [K in keyof Words]: Words[K] | null };
  readonly asksRegimes: boolean;
  readonly profile: Profile;
  readonly riskMode: RiskMode;
}

/** Every open trade; what is remembered of trades that ended is forgotten. */
function adviseAll(state: PalState, { trades, doubted }: Words["portfolio"], about: About): AmplificationAdvice[] {
  const memories: Record<string, TradeMemory> = {};
  const advice = trades.map((trade) => {
    const memory = rememberTrade(lookUp(state.trades, trade.tradeId), trade);
    const given = advise(caseOf(state, { trade, memory, doubted }, about));
    const holds = given.verdicts.every(({ rule, passed }) => passed || !GATES.has(rule));
    memories[trade.tradeId] = { ...memory, trendExit: given.trendExit, holdUntilBars: holds ? given.holdUntilBars : null };
    return holds ? given : { ...given, holdUntilBars: null };
  });
  state.trades = memories;
  return advice;
}

/** Rules without which a trade is not amplified at all: when one of them fails, its longer age limit ends too. */
const GATES: ReadonlySet<string> = new Set(["PAL-01", "PAL-02", "PAL-03", "PAL-04", "PAL-11"]);

type Seen = { readonly trade: OpenTrade; readonly memory: TradeMemory; readonly doubted: readonly string[] | null };

function caseOf(state: PalState, { trade, memory, doubted }: Seen, { cycle, words, asksRegimes, profile, riskMode }: About): Case {
  const { symbol, tradeId } = trade;
  return {
    trade,
    memory,
    classified: words.classes?.find((one) => one.tradeId === tradeId) ?? null,
    trend: readTrend(lookUp(state.trends, symbol), cycle),
    regime: asksRegimes ? lookUp(words.regimes ?? {}, symbol) : "NOT_ASKED",
    contract: lookUp(state.contracts, symbol),
    doubted: doubted === null || doubted.includes(symbol),
    riskMode,
    profile,
  };
}
