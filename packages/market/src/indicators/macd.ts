import { createEma, type EmaState, readEma, updateEma } from "./ema.ts";

/** Moving average convergence divergence: fast minus slow EMA, and the EMA of that as signal line. */
export interface MacdState {
  fast: EmaState;
  slow: EmaState;
  signal: EmaState;
}

/** The line, its signal and their difference; signal and histogram are null until the signal line is seeded. */
export interface MacdReading {
  readonly line: number;
  readonly signal: number | null;
  readonly histogram: number | null;
}

/** A line that has seen nothing. */
export function createMacd(fastPeriod = 12, slowPeriod = 26, signalPeriod = 9): MacdState {
  if (!(fastPeriod < slowPeriod)) throw new RangeError(`the fast period must be below the slow one, got ${fastPeriod} and ${slowPeriod}`);
  return { fast: createEma(fastPeriod), slow: createEma(slowPeriod), signal: createEma(signalPeriod) };
}

/** Takes one close in and gives the line, null before the slow average is known. */
export function updateMacd(state: MacdState, close: number): number | null {
  const fast = updateEma(state.fast, close);
  const slow = updateEma(state.slow, close);
  if (fast === null || slow === null) return null;
  updateEma(state.signal, fast - slow);
  return fast - slow;
}

/** Line, signal and histogram, null before the slow average is known. */
export function readMacd(state: Readonly<MacdState>): MacdReading | null {
  const fast = readEma(state.fast);
  const slow = readEma(state.slow);
  if (fast === null || slow === null) return null;
  const signal = readEma(state.signal);
  return { line: fast - slow, signal, histogram: signal === null ? null : fast - slow - signal };
}
