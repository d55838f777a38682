import { type Bar, INTERVAL_MS, type Interval } from "@quantum/types";

/** A longer bar, and whether every base bar of its time was there. */
export interface AggregatedBar {
  readonly bar: Bar;
  readonly complete: boolean;
}

/** From which interval to which. */
export interface Aggregation {
  readonly from: Interval;
  readonly to: Interval;
}

/** Joins sorted base bars to longer ones and leaves out every long bar that lacks a base bar. */
export function aggregateBars(bars: readonly Bar[], aggregation: Aggregation): Bar[] {
  return aggregateMarked(bars, aggregation)
    .filter((aggregated) => aggregated.complete)
    .map((aggregated) => aggregated.bar);
}

/** Joins sorted base bars to longer ones; a long bar that lacks a base bar (also the unfinished last one) is marked incomplete. */
export function aggregateMarked(bars: readonly Bar[], { from, to }: Aggregation): AggregatedBar[] {
  const baseBarsPerBar = INTERVAL_MS[to] / INTERVAL_MS[from];
  if (!Number.isInteger(baseBarsPerBar)) throw new RangeError(`bars of ${from} cannot be joined to bars of ${to}`);
  const joined: AggregatedBar[] = [];
  let current: Bar | null = null;
  let seen = 0;
  for (const bar of bars) {
    const openAt = bar.openAt - (bar.openAt % INTERVAL_MS[to]);
    if (current !== null && current.openAt === openAt) {
      extend(current, bar);
      seen++;
      continue;
    }
    if (current !== null) joined.push({ bar: current, complete: seen === baseBarsPerBar });
    current = { ...bar, openAt };
    seen = 1;
  }
  if (current !== null) joined.push({ bar: current, complete: seen === baseBarsPerBar });
  return joined;
}

function extend(current: Bar, bar: Bar): void {
  if (bar.high > current.high) current.high = bar.high;
  if (bar.low < current.low) current.low = bar.low;
  current.close = bar.close;
  current.volume += bar.volume;
  current.quoteVolume += bar.quoteVolume;
  current.trades += bar.trades;
  current.takerBuyVolume += bar.takerBuyVolume;
}
