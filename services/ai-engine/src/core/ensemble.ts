import type { ModelSlot, Signal, Vote } from "@quantum/types";
import { LIMITS } from "./limits.ts";
import type { Model } from "./model.ts";
import type { Features } from "./read-features.ts";

/** Weight of each slot, 0 to 1. A slot of weight 0 is heard and recorded but does not count. */
export type Weights = Readonly<Record<ModelSlot, number>>;

/** The view of the ensemble, without the symbol. */
export type Verdict = Pick<Signal, "side" | "confidence" | "probabilityUp" | "agreementRatio" | "votes">;

/** Asks every model. */
export function collectVotes(models: readonly Model[], weights: Weights, features: Features): Vote[] {
  return models.map((model) => ({ ...identity(model, weights), ...model.predict(features) }));
}

/** The votes of models that could not be asked, all for the same reason. */
export function abstentions(models: readonly Model[], weights: Weights, reason: string): Vote[] {
  return models.map((model) => ({ ...identity(model, weights), probabilityUp: null, reason }));
}

/**
 * AI-02: the votes as one view. The probability is the weighted mean of the votes cast; agreement is the share of weight
 * on the majority's side; confidence is 2 * |probability - 0.5| times agreement. Too few votes, or an even probability: no side.
 */
export function combine(votes: readonly Vote[], minVotes: number = LIMITS.minVotes): Verdict {
  const cast = votes.filter((vote) => vote.probabilityUp !== null && vote.weight > 0);
  const total = cast.reduce((sum, vote) => sum + vote.weight, 0);
  if (cast.length < minVotes || !(total > 0))
    return { side: "NONE", confidence: 0, probabilityUp: null, agreementRatio: 0, votes: [...votes] };
  const probabilityUp = cast.reduce((sum, vote) => sum + vote.weight * (vote.probabilityUp as number), 0) / total;
  const up = cast.reduce((sum, vote) => sum + vote.weight * sideShare(vote.probabilityUp as number), 0) / total;
  const agreementRatio = probabilityUp >= 0.5 ? up : 1 - up;
  const side = probabilityUp > 0.5 ? "LONG" : probabilityUp < 0.5 ? "SHORT" : "NONE";
  const confidence = side === "NONE" ? 0 : Math.min(1, 2 * Math.abs(probabilityUp - 0.5) * agreementRatio);
  return {
    side,
    confidence: round(confidence),
    probabilityUp: round(probabilityUp),
    agreementRatio: round(agreementRatio),
    votes: [...votes],
  };
}

/** A vote of exactly one half stands on both sides equally. */
function sideShare(probabilityUp: number): number {
  return probabilityUp > 0.5 ? 1 : probabilityUp < 0.5 ? 0 : 0.5;
}

function identity(model: Model, weights: Weights): Pick<Vote, "slot" | "model" | "version" | "weight"> {
  return { slot: model.slot, model: model.name, version: model.version, weight: weights[model.slot] };
}

function round(value: number): number {
  return Number(value.toFixed(LIMITS.probabilityDecimals));
}
