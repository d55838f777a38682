import { createHash } from "node:crypto";
import { aggregateMarked, type FundingRate } from "@quantum/market";
import { type Bar, INTERVAL_MS, type Instrument, type Interval } from "@quantum/types";

/** The recorded (or generated) market that is played. */
export interface TapeContent {
  readonly interval: Interval;
  readonly generated: boolean;
  readonly source: string;
  readonly instruments: readonly Instrument[];
  readonly series: Readonly<Record<string, readonly Bar[]>>;
  readonly funding: Readonly<Record<string, readonly FundingRate[]>>;
  /** The day begins here: bars that close later are played, those before are history. */
  readonly startAt: number;
  readonly endAt: number;
}

/** Which bars to show. Times in epoch ms; never shows what closes after `upTo`. */
export interface KlineQuery {
  readonly symbol: string;
  readonly interval: Interval;
  readonly upTo: number;
  readonly startAt?: number | undefined;
  readonly endAt?: number | undefined;
  readonly limit: number;
}

/** The market as a tape: bars by close time, history, funding. Read only. */
export class Tape {
  readonly content: TapeContent;
  readonly stepMs: number;
  readonly symbols: readonly string[];

  constructor(content: TapeContent) {
    this.content = content;
    this.stepMs = INTERVAL_MS[content.interval];
    this.symbols = content.instruments.map((instrument) => instrument.symbol);
  }

  bars(symbol: string): readonly Bar[] {
    return this.content.series[symbol] ?? [];
  }

  /** The bar of a symbol that closes at `closeAt`; undefined in a gap. */
  barClosingAt(symbol: string, closeAt: number): Bar | undefined {
    const bars = this.bars(symbol);
    const openAt = closeAt - this.stepMs;
    // Without gaps the place follows from the time.
    const expected = bars[(openAt - (bars[0]?.openAt ?? openAt)) / this.stepMs];
    if (expected?.openAt === openAt) return expected;
    const last = bars[this.countClosedBy(symbol, closeAt) - 1];
    return last?.openAt === openAt ? last : undefined;
  }

  /** How many bars of a symbol had closed by `at`. */
  countClosedBy(symbol: string, at: number): number {
    const bars = this.bars(symbol);
    let low = 0;
    let high = bars.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((bars[middle] as Bar).openAt + this.stepMs <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The newest `count` closed bars, oldest first. */
  closedBars(symbol: string, upTo: number, count: number): readonly Bar[] {
    const end = this.countClosedBy(symbol, upTo);
    return this.bars(symbol).slice(Math.max(0, end - count), end);
  }

  /** Known funding rates that are paid in (after, upTo]. */
  fundingBetween(symbol: string, after: number, upTo: number): readonly FundingRate[] {
    return (this.content.funding[symbol] ?? []).filter((rate) => rate.paidAt > after && rate.paidAt <= upTo);
  }

  /** Bars of any interval made of the base bars; the newest longer bar may be unfinished, as on Binance. */
  klines(query: KlineQuery): Bar[] {
    const { symbol, upTo, limit, startAt } = query;
    const length = INTERVAL_MS[query.interval];
    if (length < this.stepMs) return [];
    const ratio = length / this.stepMs;
    const until = Math.min(upTo, query.endAt === undefined ? upTo : query.endAt - (query.endAt % length) + length);
    const end = this.countClosedBy(symbol, until);
    const first = startAt === undefined ? end - (limit + 1) * ratio : this.countClosedBy(symbol, startAt);
    const base = this.bars(symbol).slice(Math.max(0, first), startAt === undefined ? end : Math.min(end, first + (limit + 1) * ratio));
    const joined =
      ratio === 1 ? [...base] : aggregateMarked(base, { from: this.content.interval, to: query.interval }).map(({ bar }) => bar);
    const inside = joined.filter((bar) => bar.openAt >= (startAt ?? 0) && bar.openAt <= (query.endAt ?? upTo));
    return startAt === undefined ? inside.slice(-limit) : inside.slice(0, limit);
  }

  /** Changes with every bar that is played: a journal belongs to exactly one tape. */
  fingerprint(): string {
    const hash = createHash("sha256");
    for (const symbol of this.symbols) {
      hash.update(symbol);
      for (const bar of this.bars(symbol)) hash.update(`${bar.openAt},${bar.open},${bar.high},${bar.low},${bar.close},${bar.volume};`);
      for (const rate of this.content.funding[symbol] ?? []) hash.update(`${rate.paidAt},${rate.ratio};`);
    }
    return hash.digest("hex").slice(0, 32);
  }
}
