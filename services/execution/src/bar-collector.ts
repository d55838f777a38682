import { type Bar, INTERVAL_MS, type Interval } from "@quantum/types";
import type { ClosedBars } from "./core/index.ts";

export interface BarCollectorSettings {
  readonly symbols: readonly string[];
  /** The interval whose close opens a trading cycle. */
  readonly interval: Interval;
  /** A shorter one on which exits are watched between, or null. */
  readonly watchInterval: Interval | null;
  /** How long after the first bar of a close the others are waited for, ms. */
  readonly graceMs: number;
}

/** What a collector works with: who gets the bars of a close, whom it asks for what is missing, and who is told when that fails. */
export interface BarCollectorParts {
  complete(bars: ClosedBars): void;
  fetchBar(symbol: string, interval: Interval, openAt: number): Promise<Bar | null>;
  failed(error: unknown): void;
}

interface Gathering {
  readonly interval: Interval;
  readonly bars: Map<string, Bar>;
  readonly timer: NodeJS.Timeout;
  /** The grace is over; what is missing is being asked for. */
  asking: boolean;
}

/**
 * Puts together the bars of all symbols for one close. Complete when all are there; when the grace is over the missing ones are asked for once,
 * and those the exchange does not have either are named as missing. When it does not answer, nothing of that close is given out.
 */
export class BarCollector {
  private readonly gathering = new Map<number, Gathering>();
  private readonly settings: BarCollectorSettings;
  private readonly parts: BarCollectorParts;
  /** The newest close that went out. What comes late for it, or for an older one, begins nothing: all other symbols would be asked for again. */
  private doneAt = 0;

  constructor(settings: BarCollectorSettings, parts: BarCollectorParts) {
    this.settings = settings;
    this.parts = parts;
  }

  /** The oldest close that is at work; null when none is. */
  get oldest(): number | null {
    return this.gathering.size === 0 ? null : Math.min(...this.gathering.keys());
  }

  add(symbol: string, interval: Interval, bar: Bar): void {
    const { symbols, graceMs } = this.settings;
    const closeAt = bar.openAt + INTERVAL_MS[interval];
    if (interval !== this.intervalAt(closeAt) || !symbols.includes(symbol)) return;
    let gathering = this.gathering.get(closeAt);
    if (!gathering) {
      if (closeAt <= this.doneAt) return;
      const timer = setTimeout(() => void this.askForMissing(closeAt), graceMs);
      gathering = { interval, bars: new Map(), timer, asking: false };
      this.gathering.set(closeAt, gathering);
    }
    gathering.bars.set(symbol, bar);
    if (gathering.bars.size === symbols.length && !gathering.asking) this.finish(closeAt, gathering);
  }

  stop(): void {
    for (const { timer } of this.gathering.values()) clearTimeout(timer);
    this.gathering.clear();
  }

  intervalAt(closeAt: number): Interval {
    return intervalAt(this.settings, closeAt);
  }

  private async askForMissing(closeAt: number): Promise<void> {
    const gathering = this.gathering.get(closeAt);
    if (!gathering) return;
    gathering.asking = true;
    const { bars, interval } = gathering;
    try {
      for (const symbol of this.settings.symbols) {
        if (bars.has(symbol)) continue;
        const bar = await this.parts.fetchBar(symbol, interval, closeAt - INTERVAL_MS[interval]);
        if (bar) bars.set(symbol, bar);
      }
      this.finish(closeAt, gathering);
    } catch (error) {
      this.gathering.delete(closeAt);
      this.parts.failed(error);
    }
  }

  private finish(closeAt: number, { bars, interval, timer }: Gathering): void {
    this.gathering.delete(closeAt);
    clearTimeout(timer);
    this.doneAt = Math.max(this.doneAt, closeAt);
    this.parts.complete(closedBars(this.settings, interval, closeAt, bars));
  }
}

/** Exactly one interval speaks for each close: the trading interval where it closes, the watched one between. */
export function intervalAt(
  { interval, watchInterval }: Pick<BarCollectorSettings, "interval" | "watchInterval">,
  closeAt: number,
): Interval {
  return watchInterval === null || closeAt % INTERVAL_MS[interval] === 0 ? interval : watchInterval;
}

/** The event's data, symbols in their fixed order. */
export function closedBars(
  settings: Pick<BarCollectorSettings, "symbols" | "interval">,
  interval: Interval,
  closeAt: number,
  bars: ReadonlyMap<string, Bar>,
): ClosedBars {
  const present = settings.symbols.flatMap((symbol) => {
    const bar = bars.get(symbol);
    return bar ? [{ symbol, bar }] : [];
  });
  return {
    interval,
    closeAt,
    bars: present,
    missing: settings.symbols.filter((symbol) => !bars.has(symbol)),
    opensCycle: interval === settings.interval,
  };
}
