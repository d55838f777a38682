import { JUDGEMENT } from "./limits.ts";
import type { Observation } from "./measure.ts";
import { PROTOTYPES, type Prototype } from "./prototypes.ts";

/** No opinion: every state equally likely. */
export function evenProbabilities(): number[] {
  return PROTOTYPES.map(() => 1 / PROTOTYPES.length);
}

/**
 * MSC-02: the probability of each state, by Bayes' rule bar after bar (the forward filter of a hidden Markov model whose states
 * expect a move from the last one; Hamilton, "A new approach to the economic analysis of nonstationary time series", 1989). The past counts
 * through the last probabilities alone, so nothing is ever judged again in hindsight. In place.
 */
export function weighEvidence(probabilities: number[], observation: Observation): void {
  const { length } = PROTOTYPES;
  const change = (1 - JUDGEMENT.stayProbability) / (length - 1);
  const scores = PROTOTYPES.map((prototype) => logLikelihood(prototype, observation));
  const best = Math.max(...scores);
  let total = 0;
  for (let i = 0; i < length; i++) {
    const before = probabilities[i] as number;
    const now = (JUDGEMENT.stayProbability * before + change * (1 - before)) * Math.exp((scores[i] as number) - best);
    probabilities[i] = now;
    total += now;
  }
  for (let i = 0; i < length; i++) probabilities[i] = (probabilities[i] as number) / total;
}

/** The part of the next bar's log range that is owed to the states as they are believed in now. */
export function expectedLogRange(probabilities: readonly number[]): number {
  const expected = PROTOTYPES.reduce((sum, { logRange }, i) => sum + logRange * (probabilities[i] as number), 0);
  return JUDGEMENT.stateRangeShare * expected;
}

/** How well a bar fits a prototype: squared distances in its own deviations, with tails that forgive surprises. */
export function logLikelihood(prototype: Prototype, { move, moveBefore, distance, logRange }: Observation): number {
  const expected = prototype.drift + prototype.persistence * moveBefore + prototype.pull * distance;
  const moveScore = (move - expected) / prototype.moveDeviation;
  const rangeScore = (logRange - prototype.logRange) / prototype.logRangeDeviation;
  const { moveWeight, rangeWeight, moveDegrees, rangeDegrees } = JUDGEMENT;
  return (
    moveWeight * (studentLog(moveScore, moveDegrees) - Math.log(prototype.moveDeviation)) +
    rangeWeight * (studentLog(rangeScore, rangeDegrees) - Math.log(prototype.logRangeDeviation))
  );
}

/** Log density of a Student-t of variance 1, without its constant. */
function studentLog(score: number, degrees: number): number {
  return -((degrees + 1) / 2) * Math.log1p((score * score) / (degrees - 2));
}
