import { type ClaimedOutcome, measure } from "./calibration.ts";
import { totalOf } from "./costs.ts";
import type { Evaluated } from "./evaluate.ts";
import { LIMITS } from "./limits.ts";
import { addCycle, spearman } from "./rank-correlation.ts";
import { rounded } from "./rounded.ts";
import type { HeardSignals, RankerState } from "./state.ts";

/** What was said about the symbols of one cycle, as columns; outcomes are known at `dueAt`. Only the better side of a symbol is judged. */
export interface OpenBatch {
  dueAt: number;
  horizonBars: number;
  symbols: string[];
  closes: number[];
  probabilitiesUp: number[];
  /** 1 long, -1 short. */
  directions: number[];
  scores: number[];
  costsBps: number[];
  risksBps: number[];
}

/** Remembers a ranking until its outcome is known. */
export function remember(state: RankerState, evaluated: readonly Evaluated[], signals: HeardSignals, dueAt: number): void {
  const signalOf = new Map(signals.signals.map((signal) => [signal.symbol, signal]));
  const batch: OpenBatch = {
    dueAt,
    horizonBars: signals.horizonBars,
    symbols: [],
    closes: [],
    probabilitiesUp: [],
    directions: [],
    scores: [],
    costsBps: [],
    risksBps: [],
  };
  const seen = new Set<string>();
  for (const { symbol, direction, score, costs, riskBps } of evaluated) {
    const signal = signalOf.get(symbol);
    if (seen.has(symbol) || signal === undefined || signal.probabilityUp === null) continue;
    seen.add(symbol);
    batch.symbols.push(symbol);
    batch.closes.push(signal.close);
    batch.probabilitiesUp.push(signal.probabilityUp);
    batch.directions.push(direction === "LONG" ? 1 : -1);
    batch.scores.push(score);
    batch.costsBps.push(rounded(totalOf(costs), LIMITS.bpsDecimals));
    batch.risksBps.push(riskBps);
  }
  if (batch.symbols.length > 0) state.open.push(batch);
}

/**
 * OR-10: what became of the scores whose horizon ends with this close: the return in their direction after costs, per unit of risk. A symbol
 * without a bar at exactly that time has no outcome, and no other bar stands in for it.
 */
export function settle(state: RankerState, closeAt: number, closes: Readonly<Record<string, number>>): void {
  const due = state.open.filter(({ dueAt }) => dueAt <= closeAt);
  if (due.length === 0) return;
  state.open = state.open.filter(({ dueAt }) => dueAt > closeAt);
  for (const batch of due) if (batch.dueAt === closeAt) judge(state, batch, closes);
}

function judge(state: RankerState, batch: OpenBatch, closes: Readonly<Record<string, number>>): void {
  const scores: number[] = [];
  const outcomes: number[] = [];
  const claims: ClaimedOutcome[] = [];
  batch.symbols.forEach((symbol, i) => {
    if (!Object.hasOwn(closes, symbol)) return;
    const change = (closes[symbol] as number) / (batch.closes[i] as number) - 1;
    const netBps = (batch.directions[i] as number) * change * 10_000 - (batch.costsBps[i] as number);
    scores.push(batch.scores[i] as number);
    outcomes.push(netBps / (batch.risksBps[i] as number));
    claims.push({ probabilityUp: batch.probabilitiesUp[i] as number, up: change > 0 ? 1 : change < 0 ? 0 : 0.5 });
  });
  if (claims.length > 0) measure(state.calibration, claims, batch.horizonBars);
  const value = scores.length < LIMITS.minRanked ? null : spearman(scores, outcomes);
  if (value !== null) addCycle(state.days, batch.dueAt, { value, samples: scores.length });
}
