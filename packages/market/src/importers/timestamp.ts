/** Above this a timestamp is in microseconds: as milliseconds it would lie after the year 5000. */
const MICROSECONDS_FROM = 1e14;
/** Below this a timestamp cannot be milliseconds of a market that existed (2001-09-09): it is in seconds. */
const MILLISECONDS_FROM = 1e12;

/** A time read from a file in epoch ms and the unit it was written in, or what is wrong with it. */
export type ParsedTimestamp =
  | { readonly at: number; readonly unit: "ms" | "us" }
  | { readonly at: null; readonly problem: string; readonly fix: string };

/** Reads a Binance timestamp: milliseconds, or microseconds as in its spot files since 2025. */
export function parseTimestamp(text: string): ParsedTimestamp {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) {
    return { at: null, problem: "is not a whole number of milliseconds", fix: "Write the time as epoch milliseconds or microseconds." };
  }
  if (value < MILLISECONDS_FROM) {
    return { at: null, problem: "is too small for milliseconds", fix: "Multiply by 1000 when the file counts seconds." };
  }
  if (value < MICROSECONDS_FROM) return { at: value, unit: "ms" };
  if (value % 1000 !== 0) {
    return { at: null, problem: "is not on a whole millisecond", fix: "Check the column; times of bars are whole milliseconds." };
  }
  return { at: value / 1000, unit: "us" };
}
