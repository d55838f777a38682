import { quoteVolumeOf } from "@quantum/market";
import type { Bar } from "@quantum/types";
import { LIMITS } from "./limits.ts";

const DAY_MS = 86_400_000;

/** What bars tell of one symbol, kept in a few numbers: turnover and bars of the last day by the hour, and how much it moves. */
export interface Measurement {
  /** Opening of the first bar seen, epoch ms. */
  firstAt: number;
  closeAt: number;
  close: number;
  /** Number of the newest piece of the day since the epoch. */
  bucket: number;
  /** By piece modulo their count: turnover in USD, bars, and bars whose turnover had to be estimated. */
  volumesUsd: number[];
  bars: number[];
  estimated: number[];
  /** Mean square of the log returns per bar, and how many went in. */
  variance: number;
  returns: number;
}

/** The figures of the last day at one moment. */
export interface DayFigures {
  readonly quoteVolumeUsd: number;
  /** True when the source gives no turnover for some bar and it was estimated from volume and price. */
  readonly estimated: boolean;
  readonly missingRatio: number;
  /** How much of the day is known, ms. */
  readonly knownMs: number;
  /** Null before the first return. */
  readonly dailyVolatility: number | null;
}

/** Takes one closed bar in; one that is not newer than the last is passed over. Returns the measurement, made at the first bar. */
export function measureBar(before: Measurement | null, bar: Bar, stepMs: number): Measurement {
  const measurement = before ?? fresh(bar);
  if (bar.openAt < measurement.closeAt) return measurement;
  turnTo(measurement, Math.floor(bar.openAt / bucketMsOf(stepMs)));
  const slot = measurement.bucket % LIMITS.buckets;
  measurement.volumesUsd[slot] = (measurement.volumesUsd[slot] as number) + Math.round(quoteVolumeOf(bar));
  measurement.bars[slot] = (measurement.bars[slot] as number) + 1;
  if (bar.quoteVolume === 0 && bar.volume > 0) measurement.estimated[slot] = (measurement.estimated[slot] as number) + 1;
  if (before !== null) addReturn(measurement, bar, stepMs);
  measurement.closeAt = bar.openAt + stepMs;
  measurement.close = bar.close;
  return measurement;
}

/** The last day as it stands at `at`. Bars that should have come since the last one count as missing. */
export function dayFiguresOf(measurement: Readonly<Measurement>, at: number, stepMs: number): DayFigures {
  const bucketMs = bucketMsOf(stepMs);
  const newest = Math.floor((at - stepMs) / bucketMs);
  const fromAt = Math.max(measurement.firstAt, (newest - LIMITS.buckets + 1) * bucketMs);
  const knownMs = at - fromAt;
  const sums = sumsSince(measurement, newest - LIMITS.buckets + 1);
  const expected = Math.max(1, Math.round(knownMs / stepMs));
  return {
    quoteVolumeUsd: knownMs > 0 ? (sums.volumeUsd / knownMs) * DAY_MS : 0,
    estimated: sums.estimated > 0,
    missingRatio: Math.max(0, 1 - sums.bars / expected),
    knownMs,
    dailyVolatility: measurement.returns > 0 ? Math.sqrt((measurement.variance * DAY_MS) / stepMs) : null,
  };
}

function sumsSince(measurement: Readonly<Measurement>, oldest: number): { volumeUsd: number; bars: number; estimated: number } {
  const sums = { volumeUsd: 0, bars: 0, estimated: 0 };
  for (let bucket = Math.max(oldest, measurement.bucket - LIMITS.buckets + 1); bucket <= measurement.bucket; bucket++) {
    const slot = bucket % LIMITS.buckets;
    sums.volumeUsd += measurement.volumesUsd[slot] as number;
    sums.bars += measurement.bars[slot] as number;
    sums.estimated += measurement.estimated[slot] as number;
  }
  return sums;
}

/** Pieces between the last bar and this one are empty. */
function turnTo(measurement: Measurement, bucket: number): void {
  const empty = Math.min(LIMITS.buckets, bucket - measurement.bucket);
  for (let i = 0; i < empty; i++) {
    const slot = (bucket - i) % LIMITS.buckets;
    measurement.volumesUsd[slot] = 0;
    measurement.bars[slot] = 0;
    measurement.estimated[slot] = 0;
  }
  measurement.bucket = bucket;
}

/** A mean over the first returns, then weighted; a return over a gap is spread over its bars. */
function addReturn(measurement: Measurement, bar: Bar, stepMs: number): void {
  const bars = (bar.openAt + stepMs - measurement.closeAt) / stepMs;
  const change = Math.log(bar.close / measurement.close);
  measurement.returns = Math.min(measurement.returns + 1, LIMITS.volatilityBars);
  measurement.variance += ((change * change) / bars - measurement.variance) / measurement.returns;
}

/** Bars longer than an hour are counted one by one. */
function bucketMsOf(stepMs: number): number {
  return Math.max(LIMITS.bucketMs, stepMs);
}

function fresh(bar: Bar): Measurement {
  const zeros = () => new Array<number>(LIMITS.buckets).fill(0);
  return {
    firstAt: bar.openAt,
    closeAt: bar.openAt,
    close: bar.close,
    bucket: -LIMITS.buckets,
    volumesUsd: zeros(),
    bars: zeros(),
    estimated: zeros(),
    variance: 0,
    returns: 0,
  };
}
