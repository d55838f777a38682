import { assertPeriod } from "./period.ts";

/** The largest of the last `period` values, kept as a queue of values that can still become it (monotonic, in a ring). */
export interface RollingExtreme {
  period: number;
  count: number;
  head: number;
  length: number;
  /** For each queued value the number of the bar it came with. */
  born: number[];
  values: number[];
}

/** A window that has seen nothing. */
export function createRollingExtreme(period: number): RollingExtreme {
  assertPeriod(period);
  const empty = (): number[] => new Array<number>(period).fill(0);
  return { period, count: 0, head: 0, length: 0, born: empty(), values: empty() };
}

/** Takes one value in and gives the largest so far in the window. For the smallest, feed negated values. */
export function updateRollingExtreme(state: RollingExtreme, value: number): number {
  const { period, count } = state;
  if (state.length > 0 && (state.born[state.head] as number) <= count - period) {
    state.head = state.head + 1 === period ? 0 : state.head + 1;
    state.length--;
  }
  let tail = state.head + state.length;
  if (tail >= period) tail -= period;
  while (state.length > 0) {
    const last = tail === 0 ? period - 1 : tail - 1;
    if ((state.values[last] as number) > value) break;
    tail = last;
    state.length--;
  }
  state.values[tail] = value;
  state.born[tail] = count;
  state.length++;
  state.count = count + 1;
  return state.values[state.head] as number;
}
