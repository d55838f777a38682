import { INTERVAL_MS } from "@quantum/types";
import { isCorrect, type Judged } from "../accuracy.ts";

/** One prediction with what came of it, as the database has it. `returnRatio` null: nobody knows. */
export interface LabelledPrediction {
  readonly at: number;
  readonly labelledAt: number | null;
  readonly returnRatio: number | null;
  /** The ensemble's. */
  readonly probabilityUp: number | null;
  readonly votes: readonly {
    readonly slot: Judged;
    readonly model: string;
    readonly version: string;
    readonly probabilityUp: number | null;
  }[];
}

/** Sums over judged probabilities. `decided` leaves out even votes and unmoved prices, where nobody was right or wrong. */
export interface Sums {
  outcomes: number;
  up: number;
  brierSum: number;
  decided: number;
  correct: number;
  decidedUp: number;
  votedUp: number;
}

/** What one model said in the window: sums by hour, and which versions spoke. */
export interface SlotRecord {
  readonly hours: Map<number, Sums>;
  readonly models: Set<string>;
}

/** All that an evaluation needs of its window; a few numbers an hour, however many symbols there are. */
export interface Sample {
  readonly records: Map<Judged, SlotRecord>;
  labelled: number;
  /** The longest time from a prediction to its label. */
  horizonMs: number;
}

/** Nothing seen yet. */
export function emptySample(): Sample {
  return { records: new Map(), labelled: 0, horizonMs: 0 };
}

/** Sums of nothing. */
export function emptySums(): Sums {
  return { outcomes: 0, up: 0, brierSum: 0, decided: 0, correct: 0, decidedUp: 0, votedUp: 0 };
}

/** Counts one prediction. What has no label, and votes that are no probability, never count. */
export function addPrediction(sample: Sample, prediction: LabelledPrediction): void {
  const { at, labelledAt, returnRatio, probabilityUp, votes } = prediction;
  if (returnRatio === null || !Number.isFinite(returnRatio) || labelledAt === null) return;
  sample.labelled++;
  sample.horizonMs = Math.max(sample.horizonMs, labelledAt - at);
  const hour = Math.floor(at / INTERVAL_MS["1h"]);
  const count = (slot: Judged, probability: number | null, model: string): void => {
    if (probability === null || !(probability >= 0 && probability <= 1)) return;
    const record = recordOf(sample, slot);
    record.models.add(model);
    addJudgement(sumsOf(record, hour), probability, returnRatio);
  };
  count("ENSEMBLE", probabilityUp, "ensemble");
  for (const vote of votes) count(vote.slot, vote.probabilityUp, `${vote.model} ${vote.version}`);
}

function addJudgement(sums: Sums, probability: number, returnRatio: number): void {
  const up = returnRatio > 0;
  sums.outcomes++;
  if (up) sums.up++;
  sums.brierSum += (probability - (up ? 1 : 0)) ** 2;
  const correct = isCorrect(probability, returnRatio);
  if (correct === null) return;
  sums.decided++;
  if (correct) sums.correct++;
  if (up) sums.decidedUp++;
  if (probability > 0.5) sums.votedUp++;
}

function recordOf(sample: Sample, slot: Judged): SlotRecord {
  let record = sample.records.get(slot);
  if (record === undefined) {
    record = { hours: new Map(), models: new Set() };
    sample.records.set(slot, record);
  }
  return record;
}

function sumsOf(record: SlotRecord, hour: number): Sums {
  let sums = record.hours.get(hour);
  if (sums === undefined) {
    sums = emptySums();
    record.hours.set(hour, sums);
  }
  return sums;
}
