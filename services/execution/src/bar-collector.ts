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

interface Gathering {
  readonly interval: Interval;
  readonly bars: Map<string, Bar>;
  readonly timer: NodeJS.Timeout;
}

/**
 * Puts together the bars of all symbols for one close. Complete when all are there; when the grace is over the missing ones are asked for once,
 * and those the exchange does not have either are named as missing.
 */
export class BarCollector {
  private readonly gathering = new Map<number, Gathering>();
  private readonly settings: BarCollectorSettings;
  private readonly complete: (bars: ClosedBars) => void;
  private readonly fetchBar: (symbol: string, interval: Interval, openAt: number) => Promise<Bar | null>;

  constructor(
    settings: BarCollectorSettings,
    complete: (bars: ClosedBars) => void,
    fetchBar: (symbol: string, interval: Interval, openAt: number) => Promise<Bar | null>,
  ) {
    this.settings = settings;
    this.complete = complete;
    this.fetchBar = fetchBar;
  }

  add(symbol: string, interval: Interval, bar: Bar): void {
    const { symbols, graceMs } = this.settings;
    const closeAt = bar.openAt + INTERVAL_MS[interval];
    if (interval !== this.intervalAt(closeAt) || !symbols.includes(symbol)) return;
    let gathering = this.gathering.get(closeAt);
    if (!gathering) {
      gathering = { interval, bars: new Map(), timer: setTimeout(() => void this.finish(closeAt, true), graceMs) };
      this.gathering.set(closeAt, gathering);
    }
    gathering.bars.set(symbol, bar);
    if (gathering.bars.size === symbols.length) void this.finish(closeAt, false);
  }

  stop(): void {
    for (const { timer } of this.gathering.values()) clearTimeout(timer);
    this.gathering.clear();
  }

  intervalAt(closeAt: number): Interval {
    return intervalAt(this.settings, closeAt);
  }

  private async finish(closeAt: number, incomplete: boolean): Promise<void> {
    const gathering = this.gathering.get(closeAt);
    if (!gathering) return;
    this.gathering.delete(closeAt);
    clearTimeout(gathering.timer);
    const { bars, interval } = gathering;
    if (incomplete) {
      for (const symbol of this.settings.symbols.filter((candidate) => !bars.has(candidate))) {
        const bar = await this.fetchBar(symbol, interval, closeAt - INTERVAL_MS[interval]);
        if (bar) bars.set(symbol, bar);
      }
    }
    this.complete(closedBars(this.settings, interval, closeAt, bars));
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
