import type { StoreEffect } from "@quantum/types";
import type { OpenBatch, OpenPrediction } from "./state.ts";

/** What became of a prediction. `returnRatio` null: there was no bar at the horizon. */
export interface Outcome {
  readonly labelledAt: number;
  readonly returnRatio: number | null;
}

/** The row of one prediction, open or with its outcome. A row is always written whole. */
export function predictionRow(batch: OpenBatch, prediction: OpenPrediction, outcome: Outcome | null): StoreEffect {
  const { symbol, side, confidence, probabilityUp, close } = prediction;
  const returnRatio = outcome?.returnRatio ?? null;
  return {
    kind: "store",
    table: "predictions",
    key: `${batch.predictedAt}:${symbol}`,
    row: {
      at: batch.predictedAt,
      symbol,
      side,
      confidence,
      probability_up: probabilityUp,
      close,
      horizon_bars: batch.horizonBars,
      features: namedFeatures(batch.features, prediction.values),
      votes: batch.voters.map((voter, i) => ({ ...voter, probabilityUp: prediction.votes[i] ?? null })),
      labelled_at: outcome?.labelledAt ?? null,
      return_ratio: returnRatio,
      up: returnRatio === null ? null : returnRatio > 0,
      label_status: outcome === null ? "OPEN" : returnRatio === null ? "MISSING" : "LABELLED",
    },
  };
}

function namedFeatures(names: readonly string[], values: readonly (number | null)[]): Record<string, number> {
  const features: Record<string, number> = {};
  names.forEach((name, i) => {
    const value = values[i];
    if (value !== null && value !== undefined) features[name] = value;
  });
  return features;
}
