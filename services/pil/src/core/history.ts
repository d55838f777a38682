import { LIMITS } from "./limits.ts";
import type { PastR } from "./state.ts";

/** Adds a figure at its place by age; an age that is there already keeps its first figure. */
export function remember(history: PastR[], ageBars: number, r: number): void {
  if (history.some((past) => past.ageBars === ageBars)) return;
  history.push({ ageBars, r: Math.round(r * 1e6) / 1e6 });
  history.sort((a, b) => a.ageBars - b.ageBars);
  history.splice(0, Math.max(0, history.length - LIMITS.historyBars - 1));
}

/** Change of R since the figure that is `momentumBars` old (or the nearest older one still kept); null while there is none. */
export function momentumOf(history: readonly PastR[], ageBars: number, r: number): number | null {
  const then = history.findLast((past) => past.ageBars <= ageBars - LIMITS.momentumBars);
  return then ? r - then.r : null;
}

/** Highest less lowest R of the last `historyBars`, this one included; null until the figures reach that far back. */
export function rangeOf(history: readonly PastR[], ageBars: number, r: number): number | null {
  const figures = history.filter((past) => past.ageBars >= ageBars - LIMITS.historyBars && past.ageBars <= ageBars);
  const oldest = figures[0];
  if (!oldest || oldest.ageBars > ageBars - LIMITS.historyBars) return null;
  const values = [...figures.map((past) => past.r), r];
  return Math.max(...values) - Math.min(...values);
}
