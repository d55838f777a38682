import { expect } from "@jest/globals";
import type { Bar } from "@quantum/types";
import { generateRandomWalk } from "../src/generator/random-walk.ts";

/** Bars of a seeded random walk for checks of indicators. */
export const SAMPLE: readonly Bar[] = generateRandomWalk({ seed: "indicators", interval: "5m", fromAt: 1_700_000_100_000, bars: 1500 });

/** Closes of the sample. */
export const CLOSES: readonly number[] = SAMPLE.map((bar) => bar.close);

/** What to hold an incremental indicator against. */
export interface Check<State, Item> {
  readonly items: readonly Item[];
  readonly create: () => State;
  readonly update: (state: State, item: Item) => number | null;
  readonly read: (state: State) => number | null;
  /** The textbook's value at position i computed afresh from everything up to i; null where it is not defined. */
  readonly reference: (seen: readonly Item[]) => number | null;
  readonly tolerance?: number;
}

/** Every value from the first defined one equals the reference, also when the state went through JSON on the way. */
export function expectExact<State, Item>(check: Check<State, Item>): void {
  let state = check.create();
  let defined = 0;
  check.items.forEach((item, i) => {
    if (i % 97 === 5) state = JSON.parse(JSON.stringify(state)) as State;
    const value = check.update(state, item);
    expect(check.read(state)).toBe(value);
    expectClose(value, check.reference(check.items.slice(0, i + 1)), { i, tolerance: check.tolerance ?? 1e-10 });
    if (value !== null) defined++;
  });
  expect(defined).toBeGreaterThan(0);
}

function expectClose(value: number | null, wanted: number | null, { i, tolerance }: { i: number; tolerance: number }): void {
  if (value === null || wanted === null) expect([i, value]).toEqual([i, wanted]);
  else if (Math.abs(value - wanted) > tolerance * Math.max(1, Math.abs(wanted))) expect([i, value]).toEqual([i, wanted]);
}

/** After `from` items both agree with each other to the tolerance (seeds of averages have washed out by then). */
export function expectAgreement<Item>(
  items: readonly Item[],
  ours: (item: Item) => number | null,
  theirs: (item: Item) => number | null,
  { from = 300, tolerance = 1e-7 } = {},
): void {
  items.forEach((item, i) => {
    const [value, wanted] = [ours(item), theirs(item)];
    if (i >= from) {
      expect(wanted).not.toBeNull();
      expectClose(value, wanted, { i, tolerance });
    }
  });
  expect(items.length).toBeGreaterThan(from);
}

/** Arithmetic mean. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Wilder's smoothing written as the textbook has it: seed with the mean of the first `period`, then (old * (period - 1) + new) / period. */
export function wilder(values: readonly number[], period: number): number | null {
  if (values.length < period) return null;
  return values.slice(period).reduce((average, value) => (average * (period - 1) + value) / period, mean(values.slice(0, period)));
}

/** True ranges of all bars but the first. */
export function trueRanges(bars: readonly Bar[]): number[] {
  return bars.slice(1).map((bar, i) => {
    const before = (bars[i] as Bar).close;
    return Math.max(bar.high - bar.low, Math.abs(bar.high - before), Math.abs(bar.low - before));
  });
}
