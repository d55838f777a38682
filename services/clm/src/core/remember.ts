import type { Effect, EventData, Signal } from "@quantum/types";
import { giveUp } from "./label.ts";
import { LIMITS } from "./limits.ts";
import { predictionRow } from "./prediction-row.ts";
import type { ClmState, OpenBatch, OpenPrediction, Voter } from "./state.ts";

/**
 * Keeps the predictions of a cycle until their outcome is known, and stores them as open. Signals without features
 * (a symbol that is warming up) are not kept: there is nothing to learn from them.
 */
export function remember(state: ClmState, { signals, horizonBars }: EventData<"signals.generated">, predictedAt: number): Effect[] {
  if (predictedAt <= state.lastPredictedAt) return [];
  state.lastPredictedAt = predictedAt;
  const usable = signals.filter((signal) => Object.keys(signal.features).length > 0);
  if (usable.length === 0) return [];
  const features = [...new Set(usable.flatMap((signal) => Object.keys(signal.features)))];
  const voters = votersOf(usable);
  const predictions = usable.map((signal) => compact(signal, features, voters));
  const batch: OpenBatch = { predictedAt, horizonBars, interval: state.interval, features, voters, predictions };
  state.open.push(batch);
  const rows: Effect[] = predictions.map((prediction) => predictionRow(batch, prediction, null));
  const oldest = state.open.length > LIMITS.openHorizons * horizonBars ? state.open.shift() : undefined;
  return oldest === undefined ? rows : [...rows, ...giveUp(state, oldest, predictedAt)];
}

/** Every model that voted in the cycle; one whose version differs between symbols counts as two. */
function votersOf(signals: readonly Signal[]): Voter[] {
  const voters = new Map<string, Voter>();
  for (const { slot, model, version, weight } of signals.flatMap((signal) => signal.votes)) {
    voters.set(`${slot} ${model} ${version} ${weight}`, { slot, model, version, weight });
  }
  return [...voters.values()];
}

function compact(signal: Signal, features: readonly string[], voters: readonly Voter[]): OpenPrediction {
  const { symbol, side, confidence, probabilityUp, close } = signal;
  const votes = voters.map((voter) => {
    const vote = signal.votes.find(
      ({ slot, model, version, weight }) =>
        slot === voter.slot && model === voter.model && version === voter.version && weight === voter.weight,
    );
    return vote?.probabilityUp ?? null;
  });
  return { symbol, side, confidence, probabilityUp, close, values: features.map((name) => signal.features[name] ?? null), votes };
}
