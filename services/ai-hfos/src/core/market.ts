import { type Bar, type EventData, INTERVAL_MS, type Interval } from "@quantum/types";
import { LIMITS } from "./limits.ts";

/** A close on the grid. */
export interface Close {
  at: number;
  close: number;
}

/** What is remembered of the market. Plain JSON. */
export interface MarketState {
  interval: Interval | null;
  /** Closes of the last window by symbol, oldest first. */
  closes: Record<string, Close[]>;
  /** Median return of each grid step of the last window, oldest first. */
  recent: number[];
  /** Mean square of the median returns of the days before the window, and of how many. */
  usualSquare: number;
  samples: number;
  /** History that came before the first cycle; empty afterwards. */
  history: Record<string, Close[]>;
  figures: MarketFigures | null;
}

/** The market of the last hour. Ratios are shares of price or of symbols. */
export interface MarketFigures {
  at: number;
  /** Return of the median symbol over the window; negative is a fall. */
  moveRatio: number;
  /** The same in deviations of the market's usual hour. */
  deviations: number;
  /** Share of symbols lower than at the start of the window. */
  fallingRatio: number;
  /** How much the window swung as a multiple of the days before. */
  volatilityRatio: number;
}

/** Nothing was seen. */
export function emptyMarket(): MarketState {
  return { interval: null, closes: {}, recent: [], usualSquare: 0, samples: 0, history: {}, figures: null };
}

/** History of a symbol, kept until the first cycle, because a median needs all of them. In place. */
export function addHistory(market: MarketState, { symbol, interval, bars }: EventData<"bars.backfilled">): void {
  adopt(market, interval);
  const last = bars.at(-1);
  if (market.samples > 0 || last === undefined) return;
  const closes = bars.map((bar) => closeOf(bar, interval)).filter(({ at }) => at % gridMs(interval) === 0);
  market.history[symbol] = closes.filter(({ at }) => at > last.openAt - LIMITS.historyMs);
}

/** The bars of a cycle. In place. */
export function addBars(market: MarketState, { interval, closeAt, bars }: EventData<"bars.closed">): void {
  adopt(market, interval);
  foldHistory(market, closeAt);
  const closes = new Map(bars.map(({ symbol, bar }) => [symbol, bar.close]));
  addCloses(market, closeAt, closes);
  market.figures = figuresOf(market, closeAt, closes);
}

function foldHistory(market: MarketState, before: number): void {
  const byTime = new Map<number, Map<string, number>>();
  for (const [symbol, closes] of Object.entries(market.history)) {
    for (const { at, close } of closes) {
      if (at >= before) continue;
      const there = byTime.get(at) ?? new Map<string, number>();
      byTime.set(at, there.set(symbol, close));
    }
  }
  market.history = {};
  for (const [at, closes] of [...byTime].sort(([a], [b]) => a - b)) addCloses(market, at, closes);
}

/** One moment of the market. Off the grid only prices move, not what is remembered. */
function addCloses(market: MarketState, at: number, closes: ReadonlyMap<string, number>): void {
  const grid = gridMs(market.interval as Interval);
  if (at % grid !== 0) return;
  const returns = [...closes].flatMap(([symbol, close]) => {
    const before = lookUp(market.closes, symbol)?.at(-1);
    return before !== undefined && before.at === at - grid ? [close / before.close - 1] : [];
  });
  if (returns.length > 0 && returns.length >= closes.size * LIMITS.leastKnownRatio) addReturn(market, median(returns), grid);
  for (const [symbol, close] of closes) {
    const kept = (lookUp(market.closes, symbol) ?? []).filter((one) => one.at > at - windowMs(grid) - grid && one.at < at);
    market.closes[symbol] = [...kept, { at, close }];
  }
}

/** What leaves the window becomes part of what is usual, so that a crash is not measured by itself. */
function addReturn(market: MarketState, value: number, grid: number): void {
  market.recent.push(value);
  if (market.recent.length <= windowMs(grid) / grid) return;
  const leaves = market.recent.shift() as number;
  market.samples += 1;
  market.usualSquare +=
    (leaves * leaves - market.usualSquare) / Math.min(market.samples, Math.max(LIMITS.leastSamples, LIMITS.usualMs / grid));
}

function figuresOf(market: MarketState, at: number, closes: ReadonlyMap<string, number>): MarketFigures | null {
  const grid = gridMs(market.interval as Interval);
  const moves = [...closes].flatMap(([symbol, close]) => {
    const start = lookUp(market.closes, symbol)?.find((one) => one.at >= at - windowMs(grid));
    return start !== undefined && start.at < at && start.at < at - windowMs(grid) + grid ? [close / start.close - 1] : [];
  });
  const usable = moves.length > 0 && moves.length >= closes.size * LIMITS.leastKnownRatio;
  if (!usable || market.samples < LIMITS.leastSamples || !(market.usualSquare > 0)) return null;
  const { recent, usualSquare } = market;
  const moveRatio = median(moves);
  return {
    at,
    moveRatio,
    deviations: moveRatio / Math.sqrt((usualSquare * windowMs(grid)) / grid),
    fallingRatio: moves.filter((move) => move < 0).length / moves.length,
    volatilityRatio: Math.sqrt(recent.reduce((sum, value) => sum + value * value, 0) / recent.length / usualSquare),
  };
}

/** Figures of another bar length are of no use. */
function adopt(market: MarketState, interval: Interval): void {
  if (market.interval !== null && market.interval !== interval) Object.assign(market, emptyMarket());
  market.interval = interval;
}

function closeOf({ openAt, close }: Bar, interval: Interval): Close {
  return { at: openAt + INTERVAL_MS[interval], close };
}

function gridMs(interval: Interval): number {
  return Math.max(INTERVAL_MS[interval], LIMITS.gridMs);
}

function windowMs(grid: number): number {
  return Math.max(LIMITS.windowMs, grid);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

function lookUp<T>(record: Readonly<Record<string, T>>, key: string): T | null {
  return Object.hasOwn(record, key) ? (record[key] as T) : null;
}
