import { MODEL_SLOTS, type ModelSlot } from "@quantum/types";
import { LIMITS } from "./limits.ts";

/** Who is judged: each slot, and the ensemble's own probability. */
export const JUDGED = [...MODEL_SLOTS, "ENSEMBLE"] as const;
export type Judged = ModelSlot | "ENSEMBLE";

/** Sums over outcomes. `decided` leaves out even votes and unmoved prices, where nobody was right or wrong. */
export interface Tally {
  outcomes: number;
  decided: number;
  correct: number;
  /** Sum of (probability - outcome)^2. */
  brierSum: number;
}

/** Tallies of the predictions made in one hour. */
export interface Bucket {
  at: number;
  up: number;
  outcomes: number;
  tallies: Record<Judged, Tally>;
}

/** Results of the last days, oldest first. */
export interface Accuracy {
  buckets: Bucket[];
}

/** What is known about one model over a window. Figures are null below the sample, and `note` says so. */
export interface AccuracyReading {
  readonly slot: Judged;
  readonly outcomes: number;
  readonly accuracy: number | null;
  readonly standardError: number | null;
  readonly brier: number | null;
  readonly note: string;
}

/** Nothing judged yet. */
export function emptyAccuracy(): Accuracy {
  return { buckets: [] };
}

/** One probability and what came of it. */
export interface Judgement {
  readonly slot: Judged;
  readonly probabilityUp: number;
  readonly returnRatio: number;
}

/** Whether a probability was right: null when it was even or the price did not move. */
export function isCorrect(probabilityUp: number, returnRatio: number): boolean | null {
  if (probabilityUp === 0.5 || returnRatio === 0) return null;
  return probabilityUp > 0.5 === returnRatio > 0;
}

/** Counts one outcome (whether up) in the hour of its prediction. */
export function countOutcome(accuracy: Accuracy, predictedAt: number, up: boolean): Bucket {
  const at = predictedAt - (predictedAt % LIMITS.bucketMs);
  let bucket = accuracy.buckets.at(-1);
  if (bucket === undefined || bucket.at < at) {
    bucket = { at, up: 0, outcomes: 0, tallies: emptyTallies() };
    accuracy.buckets.push(bucket);
    accuracy.buckets = accuracy.buckets.filter((kept) => kept.at > at - LIMITS.keepMs);
  }
  bucket.outcomes++;
  if (up) bucket.up++;
  return bucket;
}

/** CLM-02: judges one probability by direction and by Brier score (Brier, "Verification of forecasts", 1950). */
export function judge(bucket: Bucket, { slot, probabilityUp, returnRatio }: Judgement): void {
  const tally = bucket.tallies[slot];
  const correct = isCorrect(probabilityUp, returnRatio);
  tally.outcomes++;
  tally.brierSum += (probabilityUp - (returnRatio > 0 ? 1 : 0)) ** 2;
  if (correct === null) return;
  tally.decided++;
  if (correct) tally.correct++;
}

/** What is known over the last `windowMs` before `now` (market time). */
export function readAccuracy(
  accuracy: Readonly<Accuracy>,
  now: number,
  windowMs: number,
): { up: number | null; models: AccuracyReading[] } {
  const buckets = accuracy.buckets.filter((bucket) => bucket.at > now - windowMs);
  const outcomes = buckets.reduce((sum, bucket) => sum + bucket.outcomes, 0);
  const up = buckets.reduce((sum, bucket) => sum + bucket.up, 0);
  return { up: outcomes < LIMITS.minOutcomes ? null : up / outcomes, models: JUDGED.map((slot) => readingOf(slot, buckets)) };
}

function readingOf(slot: Judged, buckets: readonly Bucket[]): AccuracyReading {
  const sum = (pick: (tally: Tally) => number): number => buckets.reduce((total, bucket) => total + pick(bucket.tallies[slot]), 0);
  const outcomes = sum((tally) => tally.outcomes);
  const decided = sum((tally) => tally.decided);
  if (decided < LIMITS.minOutcomes) {
    const note = `N/A: ${decided} decided outcomes, ${LIMITS.minOutcomes} needed`;
    return { slot, outcomes, accuracy: null, standardError: null, brier: null, note };
  }
  const accuracy = sum((tally) => tally.correct) / decided;
  const standardError = Math.sqrt((accuracy * (1 - accuracy)) / decided);
  const brier = sum((tally) => tally.brierSum) / outcomes;
  return {
    slot,
    outcomes,
    accuracy,
    standardError,
    brier,
    note: "a coin has accuracy 0.5 and Brier score 0.25; outcomes overlap, so the true error is larger",
  };
}

function emptyTallies(): Record<Judged, Tally> {
  return Object.fromEntries(JUDGED.map((slot) => [slot, { outcomes: 0, decided: 0, correct: 0, brierSum: 0 }])) as Record<Judged, Tally>;
}
