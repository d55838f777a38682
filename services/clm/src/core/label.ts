import { type Effect, type EventData, emit, INTERVAL_MS, type Interval } from "@quantum/types";
import { countOutcome, isCorrect, judge } from "./accuracy.ts";
import { predictionRow } from "./prediction-row.ts";
import type { ClmState, OpenBatch, OpenPrediction } from "./state.ts";

type Outcomes = EventData<"predictions.labelled">["outcomes"];
type OneOutcome = Outcomes[number];

/** The close of a cycle: its time and the closes that there are. */
export interface Close {
  readonly closeAt: number;
  readonly interval: Interval;
  readonly closes: Readonly<Record<string, number>>;
}

/** When the horizon of a batch is reached; null while its interval is not known. */
export function dueAtOf({ predictedAt, horizonBars, interval }: Readonly<OpenBatch>): number | null {
  return interval === null ? null : predictedAt + horizonBars * INTERVAL_MS[interval];
}

/** Labels every prediction whose horizon is reached or passed by this close. */
export function labelDue(state: ClmState, close: Close): Effect[] {
  const effects: Effect[] = [];
  const waiting: OpenBatch[] = [];
  for (const batch of state.open) {
    batch.interval ??= close.interval;
    const dueAt = dueAtOf(batch) ?? close.closeAt;
    if (dueAt > close.closeAt) waiting.push(batch);
    else effects.push(...labelBatch(state, batch, { ...close, closes: dueAt === close.closeAt ? close.closes : {} }));
  }
  state.open = waiting;
  return effects;
}

/** Ends a batch whose horizon can no longer be reached: its predictions are MISSING, but those whose close came as history. */
export function giveUp(state: ClmState, batch: OpenBatch, closeAt: number): Effect[] {
  return labelBatch(state, batch, { closeAt, closes: {} });
}

/**
 * CLM-01: the label is the return from the close of the prediction to the close exactly `horizonBars` later. A symbol
 * without a bar at that time is MISSING; no other bar stands in for it.
 */
function labelBatch(state: ClmState, batch: OpenBatch, { closeAt, closes }: Pick<Close, "closeAt" | "closes">): Effect[] {
  const effects: Effect[] = [];
  const outcomes: Outcomes = [];
  state.lastLabelledAt = batch.predictedAt;
  for (const prediction of batch.predictions) {
    const close = closes[prediction.symbol] ?? prediction.lateClose;
    const returnRatio = close === undefined ? null : Number((close / prediction.close - 1).toPrecision(8)) + 0;
    effects.push(
      predictionRow(batch, prediction, { labelledAt: returnRatio === null ? closeAt : (dueAtOf(batch) ?? closeAt), returnRatio }),
    );
    if (returnRatio === null) state.missing++;
    else outcomes.push(judgePrediction(state, batch, { prediction, returnRatio }));
  }
  effects.push(emit("predictions.labelled", { predictedAt: batch.predictedAt, horizonBars: batch.horizonBars, outcomes }));
  return effects;
}

function judgePrediction(
  state: ClmState,
  batch: OpenBatch,
  { prediction, returnRatio }: { readonly prediction: OpenPrediction; readonly returnRatio: number },
): OneOutcome {
  const up = returnRatio > 0;
  const bucket = countOutcome(state.accuracy, batch.predictedAt, up);
  state.labelled++;
  if (prediction.probabilityUp !== null) judge(bucket, { slot: "ENSEMBLE", probabilityUp: prediction.probabilityUp, returnRatio });
  const votes = batch.voters.map(({ slot }, i) => {
    const probabilityUp = prediction.votes[i] ?? null;
    if (probabilityUp === null) return { slot, probabilityUp, correct: null };
    judge(bucket, { slot, probabilityUp, returnRatio });
    return { slot, probabilityUp, correct: isCorrect(probabilityUp, returnRatio) };
  });
  return { symbol: prediction.symbol, returnRatio, up, votes };
}
