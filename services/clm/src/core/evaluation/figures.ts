import type { Sums } from "./sample.ts";

/** What a sample says about one model. Null where it cannot be said. */
export interface Figures {
  /** Share of decided predictions with the right direction. */
  readonly accuracy: number | null;
  /**
   * Accuracy beyond what somebody has who votes up as often as this model, without knowing when: such a one is right with
   * p q + (1 - p)(1 - q), p and q the shares of up-votes and of ups (Pesaran and Timmermann, "A simple nonparametric test of
   * predictive performance", 1992). Always saying up in a rising market is no skill.
   */
  readonly excess: number | null;
  /** Mean of (probability - outcome)^2 (Brier, "Verification of forecasts expressed in terms of probability", 1950). */
  readonly brier: number | null;
  /** 1 - Brier score / Brier score of always saying the base rate of the same window. Above 0 is better than that. */
  readonly skill: number | null;
  /** Share of ups. */
  readonly baseRate: number | null;
}

/** The figures that have an interval. */
export const ESTIMATED = ["accuracy", "excess", "brier", "skill"] as const;
export type Estimated = (typeof ESTIMATED)[number];

/** The figures of a model from its sums. */
export function figuresOf(sums: Readonly<Sums>): Figures {
  const { outcomes, decided } = sums;
  const accuracy = decided === 0 ? null : sums.correct / decided;
  const byChance = decided === 0 ? null : chanceOf(sums.votedUp / decided, sums.decidedUp / decided);
  const baseRate = outcomes === 0 ? null : sums.up / outcomes;
  const brier = outcomes === 0 ? null : sums.brierSum / outcomes;
  const climatology = baseRate === null ? 0 : baseRate * (1 - baseRate);
  return {
    accuracy,
    excess: accuracy === null || byChance === null ? null : accuracy - byChance,
    brier,
    skill: brier === null || climatology === 0 ? null : 1 - brier / climatology,
    baseRate,
  };
}

function chanceOf(votesUp: number, ups: number): number {
  return votesUp * ups + (1 - votesUp) * (1 - ups);
}
