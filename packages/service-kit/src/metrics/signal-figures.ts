import { type EventData, MODEL_SLOTS, type ModelSlot } from "@quantum/types";
import type { EventFigures } from "./figures.ts";

/** What the models say, and how often they were right, in figures. */
export const SIGNAL_FIGURES: EventFigures = {
  "signals.generated": (to, { signals }) => {
    for (const { side, votes } of signals) {
      to.count("fleet_signals_total", 1, { side });
      for (const { slot, probabilityUp } of votes) to.count("fleet_model_votes_total", 1, { slot, vote: voteOf(probabilityUp) });
    }
    for (const slot of MODEL_SLOTS) {
      const weight = averageWeight(signals, slot);
      if (weight !== null) to.set("fleet_model_weight_ratio", weight, { slot });
    }
  },
  "predictions.labelled": (to, { outcomes }) => {
    for (const { votes } of outcomes)
      for (const { slot, correct } of votes)
        if (correct !== null) to.count("fleet_predictions_total", 1, { slot, correct: String(correct) });
  },
};

function voteOf(probabilityUp: number | null): string {
  if (probabilityUp === null) return "ABSTAINED";
  return probabilityUp > 0.5 ? "UP" : probabilityUp < 0.5 ? "DOWN" : "EVEN";
}

function averageWeight(signals: EventData<"signals.generated">["signals"], slot: ModelSlot): number | null {
  const weights = signals.flatMap(({ votes }) => votes.filter((vote) => vote.slot === slot).map(({ weight }) => weight));
  return weights.length === 0 ? null : weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
}
