import { INTERVAL_MS, INTERVALS, type Interval } from "@quantum/types";

/** What a file name says: SYMBOL-interval-period, period YYYY-MM, YYYY-MM-DD, or two of them joined by "_". Times in epoch ms. */
export interface BarFileName {
  readonly symbol: string;
  readonly interval: Interval;
  readonly fromAt: number;
  /** End of the period, excluded. */
  readonly toAt: number;
}

const EXTENSION = String.raw`\.(?:csv(?:\.gz|\.zip)?|zip)$`;
const PERIOD = String.raw`(\d{4}-\d{2}(?:-\d{2})?)(?:_(\d{4}-\d{2}(?:-\d{2})?))?`;
const BARS = new RegExp(`^([A-Z0-9]{2,20})-(${INTERVALS.join("|")})-${PERIOD}${EXTENSION}`);
const FUNDING = new RegExp(`^([A-Z0-9]{2,20})-fundingRate-${PERIOD}${EXTENSION}`);

/** Reads the name of a file with bars; null when it is named otherwise. */
export function parseBarFileName(name: string): BarFileName | null {
  const match = BARS.exec(name);
  if (match === null) return null;
  const [, symbol = "", interval = "", first = "", last = first] = match;
  return { symbol, interval: interval as Interval, ...period(first, last) };
}

/** Reads the name of a file with funding rates; null when it is named otherwise. */
export function parseFundingFileName(name: string): Omit<BarFileName, "interval"> | null {
  const match = FUNDING.exec(name);
  if (match === null) return null;
  const [, symbol = "", first = "", last = first] = match;
  return { symbol, ...period(first, last) };
}

/** The name for bars from `fromAt` to `lastAt` (the opening time of the last bar). */
export function barFileName(symbol: string, interval: Interval, { fromAt, lastAt }: { fromAt: number; lastAt: number }): string {
  return `${symbol}-${interval}-${dayOf(fromAt)}_${dayOf(lastAt)}.csv.gz`;
}

/** A moment as UTC day, YYYY-MM-DD. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** A moment as UTC text to the minute. */
export function minuteOf(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace("T", " ");
}

function period(first: string, last: string): { fromAt: number; toAt: number } {
  return { fromAt: Date.parse(`${first.length === 7 ? `${first}-01` : first}T00:00:00Z`), toAt: endOf(last) };
}

function endOf(period: string): number {
  if (period.length === 10) return Date.parse(`${period}T00:00:00Z`) + INTERVAL_MS["1d"];
  const [year = 0, month = 0] = period.split("-").map(Number);
  return Date.UTC(year, month, 1);
}
