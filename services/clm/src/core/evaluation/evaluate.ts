import { createRandom, splitRandom } from "@quantum/market";
import { INTERVAL_MS } from "@quantum/types";
import { JUDGED, type Judged } from "../accuracy.ts";
import { EVALUATION, LIMITS } from "../limits.ts";
import { bootstrapSpreads, type Spreads } from "./block-bootstrap.ts";
import { type Estimated, type Figures, figuresOf } from "./figures.ts";
import { studentQuantile } from "./quantiles.ts";
import { emptySums, type Sample, type SlotRecord, type Sums } from "./sample.ts";

/** EDGE: measurably better than chance. NO_EDGE: not measurably. N/A: too little to say either. */
export const VERDICTS = ["EDGE", "NO_EDGE", "N/A"] as const;
export type EvaluationVerdict = (typeof VERDICTS)[number];

/** A figure and its interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What the window says about one slot, or the ensemble. */
export interface SlotEvaluation extends Readonly<Record<Estimated, Estimate | null>> {
  readonly slot: Judged;
  readonly verdict: EvaluationVerdict;
  /** Models and versions that spoke for the slot. */
  readonly models: readonly string[];
  readonly outcomes: number;
  readonly decided: number;
  readonly blocks: number;
  readonly baseRate: number | null;
  readonly note: string;
}

/** One evaluation of all models. */
export interface Evaluation {
  readonly slots: readonly SlotEvaluation[];
  /** Verdicts drawn at once; the intervals are wide enough for as many (Bonferroni). */
  readonly trials: number;
  /** What an interval covers. */
  readonly confidenceRatio: number;
  readonly blockHours: number;
  readonly labelled: number;
}

interface Prepared {
  readonly slot: Judged;
  readonly models: readonly string[];
  readonly hours: readonly Sums[];
  readonly total: Sums;
  readonly blocks: number;
}

/**
 * CLM-03: judges every slot and the ensemble over one window. EDGE only if both lower bounds are above zero: right more often
 * than chance has it, and probabilities better than always saying the base rate. On noise any EDGE at all comes in at most
 * `falseEdgeShare` of evaluations. The same window gives the same figures: the dice come from `seed`.
 */
export function evaluate(sample: Sample, seed: string): Evaluation {
  const blockHours = blockHoursOf(sample.horizonMs);
  const prepared = JUDGED.map((slot) => prepare(slot, sample.records.get(slot), blockHours));
  const trials = prepared.filter(hasEnough).length;
  const tail = EVALUATION.falseEdgeShare / Math.max(1, trials);
  const random = createRandom(seed);
  const slots = prepared.map((one) => {
    if (!hasEnough(one)) return unknownSlot(one);
    const spreads = bootstrapSpreads(one.hours, blockHours, splitRandom(random, one.slot));
    return judgeSlot(one, spreads, studentQuantile(tail, one.blocks - 1));
  });
  return { slots, trials, confidenceRatio: 1 - 2 * tail, blockHours, labelled: sample.labelled };
}

/** Whole days, and long enough for labels that look far ahead. */
function blockHoursOf(horizonMs: number): number {
  const needed = Math.ceil((EVALUATION.blockHorizons * horizonMs) / INTERVAL_MS["1h"]);
  return Math.max(1, Math.ceil(needed / EVALUATION.blockHours)) * EVALUATION.blockHours;
}

function prepare(slot: Judged, record: SlotRecord | undefined, blockHours: number): Prepared {
  const hours = [...(record?.hours ?? [])].sort(([a], [b]) => a - b).map(([, sums]) => sums);
  const total = emptySums();
  for (const sums of hours) for (const field of Object.keys(total) as (keyof Sums)[]) total[field] += sums[field];
  return { slot, models: [...(record?.models ?? [])].sort(), hours, total, blocks: Math.floor(hours.length / blockHours) };
}

function hasEnough({ total, blocks }: Prepared): boolean {
  return blocks >= EVALUATION.minBlocks && total.decided >= LIMITS.minOutcomes;
}

function unknownSlot({ slot, models, total, blocks }: Prepared): SlotEvaluation {
  const needed = `${LIMITS.minOutcomes} decided outcomes in ${EVALUATION.minBlocks} blocks needed`;
  const note = `N/A: ${total.decided} decided outcomes in ${blocks} blocks, ${needed}`;
  const nothing = { accuracy: null, excess: null, brier: null, skill: null, baseRate: null };
  return { slot, verdict: "N/A", models, outcomes: total.outcomes, decided: total.decided, blocks, ...nothing, note };
}

function judgeSlot({ slot, models, total, blocks }: Prepared, spreads: Spreads, reach: number): SlotEvaluation {
  const figures = figuresOf(total);
  const of = (name: Estimated): Estimate | null => interval(figures[name], spreads[name], reach);
  const estimates = { accuracy: of("accuracy"), excess: of("excess"), brier: of("brier"), skill: of("skill") };
  return {
    slot,
    models,
    outcomes: total.outcomes,
    decided: total.decided,
    blocks,
    baseRate: figures.baseRate,
    ...estimates,
    ...verdictOf(figures, estimates),
  };
}

function interval(value: number | null, spread: number | null, reach: number): Estimate | null {
  return value === null || spread === null ? null : { value, low: value - reach * spread, high: value + reach * spread };
}

function verdictOf(
  figures: Figures,
  { excess, skill }: Readonly<Record<Estimated, Estimate | null>>,
): Pick<SlotEvaluation, "verdict" | "note"> {
  if (excess === null || skill === null) return { verdict: "N/A", note: "N/A: every outcome was the same, or its spread cannot be told" };
  const direction = excess.low > 0;
  if (direction && skill.low > 0) return { verdict: "EDGE", note: "right more often than chance, and better than the base rate" };
  if (direction)
    return {
      verdict: "NO_EDGE",
      note: "right more often than chance, but its probabilities are no better than the base rate: calibrate it",
    };
  if (skill.low > 0) return { verdict: "NO_EDGE", note: "probabilities better than the base rate, but not right more often than chance" };
  return { verdict: "NO_EDGE", note: (figures.skill ?? 0) < 0 ? "worse than the base rate" : "no measurable edge" };
}
