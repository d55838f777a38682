import { type Bar, type FleetEvent, INTERVAL_MS, type Interval } from "@quantum/types";
import { createOdds, learn } from "./fill-odds.ts";
import { type AelmSettings, LIMITS } from "./limits.ts";
import { type AelmState, lookUp, type Motion } from "./state.ts";

/** Contracts of the exchange: what a child order has to keep to. */
export function onInstruments(state: AelmState, { data }: FleetEvent<"instruments.listed">): void {
  for (const instrument of data.instruments) {
    const { symbol, tickSize, stepSize, minQuantity, maxQuantity, minNotionalUsd, makerFeeRatio, takerFeeRatio } = instrument;
    if (!(Number(tickSize) > 0 && Number(stepSize) > 0)) continue;
    const fees = { makerFeeBps: makerFeeRatio * 10_000, takerFeeBps: takerFeeRatio * 10_000 };
    state.contracts[symbol] = { tickSize, stepSize, minQuantity, maxQuantity, minNotionalUsd, ...fees };
  }
}

/** Top of book. A quote that crosses itself is none. */
export function onQuotes(state: AelmState, { at, data }: FleetEvent<"quotes.observed">): void {
  for (const { symbol, bid, ask, bidQuantity, askQuantity } of data.quotes) {
    if (bid < ask && (lookUp(state.quotes, symbol)?.at ?? 0) <= at) state.quotes[symbol] = { bid, ask, bidQuantity, askQuantity, at };
  }
}

/** History, so that odds are known from the first cycle on. */
export function onHistory(state: AelmState, { data }: FleetEvent<"bars.backfilled">, settings: AelmSettings): void {
  if (!adopt(state, data.interval)) return;
  for (const bar of data.bars) addBar(state, { symbol: data.symbol, bar, interval: data.interval }, settings);
}

/** The bars of one close: motion of every symbol, and what became of limits that would have rested. */
export function onBars(state: AelmState, { data }: FleetEvent<"bars.closed">, settings: AelmSettings): void {
  adopt(state, data.interval);
  if (data.opensCycle) state.cycleMs = INTERVAL_MS[data.interval];
  for (const { symbol, bar } of data.bars) addBar(state, { symbol, bar, interval: data.interval }, settings);
  state.barsAt = Math.max(state.barsAt, data.closeAt);
}

/** The shortest bars count; odds of longer ones are of no use any more. False for a longer one. */
function adopt(state: AelmState, interval: Interval): boolean {
  if (state.base === null || INTERVAL_MS[interval] < INTERVAL_MS[state.base]) {
    state.base = interval;
    state.motion = {};
    state.odds = createOdds();
  }
  return state.base === interval;
}

/** Length of a base bar, ms; null before the first. */
export function barMsOf({ base }: Pick<AelmState, "base">): number | null {
  return base === null ? null : INTERVAL_MS[base];
}

/** Base bars a resting order waits: at least one, and no longer than execution holds on to an entry. */
export function patienceBars(
  { base, cycleMs }: Pick<AelmState, "base" | "cycleMs">,
  { patienceMs }: Pick<AelmSettings, "patienceMs">,
): number {
  if (base === null) return 1;
  const mostMs = cycleMs === null ? patienceMs : Math.min(patienceMs, LIMITS.entryCycles * cycleMs);
  return Math.max(1, Math.floor(mostMs / INTERVAL_MS[base]));
}

function addBar(
  state: AelmState,
  { symbol, bar, interval }: { symbol: string; bar: Bar; interval: Interval },
  settings: AelmSettings,
): void {
  const closeAt = bar.openAt + INTERVAL_MS[interval];
  const motion = lookUp(state.motion, symbol) ?? noMotion();
  if (closeAt <= motion.closeAt) return;
  const isNext = interval === state.base && bar.openAt === motion.closeAt;
  if (!isNext) motion.windows = [];
  else watch(state, motion, { bar, bars: patienceBars(state, settings) });
  if (interval === state.base) measureRange(motion, bar);
  motion.close = bar.close;
  motion.closeAt = closeAt;
  motion.windows.push({ from: bar.close, low: bar.close, high: bar.close, bars: 0 });
  state.motion[symbol] = motion;
}

/** Every open window sees the bar; one that is complete becomes a lesson. */
function watch(state: AelmState, motion: Motion, { bar, bars }: { bar: Bar; bars: number }): void {
  for (const window of motion.windows) {
    window.low = Math.min(window.low, bar.low);
    window.high = Math.max(window.high, bar.high);
    window.bars += 1;
  }
  const complete = motion.windows.filter((window) => window.bars >= bars);
  motion.windows = motion.windows.filter((window) => window.bars < bars);
  if (!(motion.rangeBps > 0)) return;
  for (const { from, low, high } of complete) {
    const inRanges = (distance: number) => ((distance / from) * 10_000) / motion.rangeBps;
    const outcome = { down: inRanges(from - low), up: inRanges(high - from), move: inRanges(bar.close - from) };
    learn(motion.odds, outcome, LIMITS.symbolMemoryWindows);
    learn(state.odds, outcome, LIMITS.deskMemoryWindows);
  }
}

function measureRange(motion: Motion, { high, low, close }: Bar): void {
  const rangeBps = ((high - low) / close) * 10_000;
  motion.bars += 1;
  motion.lastRangeBps = rangeBps;
  motion.rangeBps += (rangeBps - motion.rangeBps) / Math.min(motion.bars, LIMITS.rangeMemoryBars);
}

function noMotion(): Motion {
  return { close: 0, closeAt: 0, rangeBps: 0, lastRangeBps: 0, bars: 0, windows: [], odds: createOdds() };
}
