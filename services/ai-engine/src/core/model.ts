import type { ModelSlot } from "@quantum/types";
import { LIMITS } from "./limits.ts";
import type { Features } from "./read-features.ts";

/** One model's answer: the probability that the close is higher after the horizon, or null when it abstains; and why. */
export interface Prediction {
  readonly probabilityUp: number | null;
  readonly reason: string;
}

/** What fills a slot of the ensemble. A learned model takes the place of a baseline by being one of these. */
export interface Model {
  readonly slot: ModelSlot;
  readonly name: string;
  readonly version: string;
  /** Whether it was learned from data, or is a fixed rule. */
  readonly learned: boolean;
  /** One sentence for people: what it looks at and why that may work. */
  readonly description: string;
  predict(features: Features): Prediction;
}

/** A logit as a probability, within what a baseline may claim. */
export function probabilityOf(logit: number): number {
  const probability = 1 / (1 + Math.exp(-logit));
  const bounded = Math.min(LIMITS.maxProbability, Math.max(LIMITS.minProbability, probability));
  return Number(bounded.toFixed(LIMITS.probabilityDecimals));
}

/** A feature's share of a logit, limited so that one extreme value cannot outvote all others. */
export function squash(value: number, limit = 3): number {
  return Math.max(-limit, Math.min(limit, value));
}
