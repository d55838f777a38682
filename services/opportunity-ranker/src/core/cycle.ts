import { type Effect, type EventData, emit, INTERVAL_MS } from "@quantum/types";
import { LIMITS, type RankerSettings } from "./limits.ts";
import { adoptInterval, measureBar } from "./on-market.ts";
import { remember, settle } from "./outcomes.ts";
import { type Ranked, rank, tradablePlaces } from "./rank.ts";
import { rankCorrelationOf } from "./rank-correlation.ts";
import type { HeardRegimes, HeardSignals, OpenCycle, RankerState } from "./state.ts";
import { isComplete, waitWake } from "./wait.ts";

/** A bar opens a cycle. One that was never answered before it is answered now, with what there is. */
export function openCycle(state: RankerState, data: EventData<"bars.closed">, settings: RankerSettings): Effect[] {
  const { closeAt, interval, bars } = data;
  if (closeAt <= state.lastCycleAt) return [];
  const overdue = state.cycle === null ? [] : answer(state, state.cycle, settings);
  state.lastCycleAt = closeAt;
  adoptInterval(state, interval);
  settle(state, closeAt, Object.fromEntries(bars.map(({ symbol, bar }) => [symbol, bar.close])));
  for (const { symbol, bar } of bars) measureBar(state, symbol, bar);
  const early = state.early?.at === closeAt ? state.early : null;
  if (state.early !== null && state.early.at <= closeAt) state.early = null;
  const symbols = bars.map(({ symbol }) => symbol);
  state.cycle = { at: closeAt, symbols, quotes: state.quotes, signals: early?.signals ?? null, regimes: early?.regimes ?? null };
  const answered = answerWhenComplete(state, settings);
  return [...overdue, ...(answered.length > 0 ? answered : [waitWake(closeAt, settings)])];
}

/** What somebody said for a cycle: kept for the open one or for one that is still to come; the first word counts. */
export function hear(
  state: RankerState,
  at: number | undefined,
  word: { readonly signals: HeardSignals } | { readonly regimes: HeardRegimes },
): void {
  if (at === undefined) return;
  if (state.cycle?.at === at) return keep(state.cycle, word);
  if (at <= state.lastCycleAt || (state.early !== null && state.early.at > at)) return;
  if (state.early?.at !== at) state.early = { at, signals: null, regimes: null };
  keep(state.early, word);
}

function keep(
  into: Pick<OpenCycle, "signals" | "regimes">,
  word: { readonly signals: HeardSignals } | { readonly regimes: HeardRegimes },
): void {
  if ("signals" in word) into.signals ??= word.signals;
  else into.regimes ??= word.regimes;
}

/** The answer, once everything needed is there. */
export function answerWhenComplete(state: RankerState, settings: RankerSettings): Effect[] {
  const { cycle, roster } = state;
  return cycle !== null && isComplete(cycle, roster) ? answer(state, cycle, settings) : [];
}

/** The one answer to a cycle, with whatever there is. */
export function answer(state: RankerState, cycle: OpenCycle, settings: RankerSettings): Effect[] {
  state.cycle = null;
  const ranked = rank(state, cycle, settings);
  if (cycle.signals !== null) {
    const { horizonBars } = cycle.signals;
    state.horizonBars = horizonBars;
    remember(state, ranked.evaluated, cycle.signals, cycle.at + horizonBars * stepMsOf(state));
  }
  const data = eventOf(state, ranked, settings);
  const { opportunities } = data;
  state.ranking = { ...data, opportunities: opportunities.slice(0, LIMITS.placesShown), at: cycle.at, ranked: opportunities.length };
  return [emit("opportunities.ranked", data, cycle.at)];
}

function eventOf(
  state: Readonly<RankerState>,
  { evaluated, skipped }: Ranked,
  settings: RankerSettings,
): EventData<"opportunities.ranked"> {
  return {
    opportunities: evaluated.map(({ symbol, direction, score, expectedValueBps, costs, components }, i) => {
      return { rank: i + 1, symbol, direction, score, expectedValueBps, costs, components };
    }),
    limit: tradablePlaces(evaluated, settings.limit),
    skipped,
    rankCorrelation: rankCorrelationOf(state.days, state.horizonBars),
  };
}

function stepMsOf({ interval }: Readonly<RankerState>): number {
  if (interval === null) throw new Error("a cycle was answered before the trading interval was known");
  return INTERVAL_MS[interval];
}
