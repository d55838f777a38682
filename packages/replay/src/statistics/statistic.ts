import { bootstrapInterval } from "./block-bootstrap.ts";

/** One figure with what it rests on. `value` null: N/A, and `note` says why. */
export interface Statistic {
  readonly value: number | null;
  /** 95 % interval of the block bootstrap; null where none is taken. */
  readonly low: number | null;
  readonly high: number | null;
  /** What it was taken from, and how much of that it needs. */
  readonly sample: number;
  readonly needs: number;
  readonly of: "trades" | "losses" | "days" | "cycles" | "fills" | "payments";
  readonly note: string | null;
}

/** A sample, and how a figure is taken from it. */
export interface Measurement<T> {
  readonly label: string;
  readonly values: readonly T[];
  readonly of: Statistic["of"];
  readonly needs: number;
  readonly figure: (sample: readonly T[]) => number | null;
  readonly interval: boolean;
}

/** Takes a figure, or says why there is none: nothing is made of too small a sample. */
export function measure<T>({ label, values, of, needs, figure, interval }: Measurement<T>): Statistic {
  const about = { sample: values.length, needs, of, low: null, high: null };
  if (values.length < needs) return { ...about, value: null, note: `N/A: ${values.length} ${of}, at least ${needs} are needed` };
  const value = figure(values);
  if (value === null || !Number.isFinite(value)) return { ...about, value: null, note: "N/A: not defined for this sample" };
  const range = interval ? bootstrapInterval(values, figure, label) : null;
  return { ...about, value, low: range?.low ?? null, high: range?.high ?? null, note: null };
}

/** The mean; null of nothing. */
export function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** The standard deviation of a sample (n - 1); null of fewer than two. */
export function deviation(values: readonly number[]): number | null {
  const middle = mean(values);
  if (middle === null || values.length < 2) return null;
  let squares = 0;
  for (const value of values) squares += (value - middle) ** 2;
  return Math.sqrt(squares / (values.length - 1));
}
