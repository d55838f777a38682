import { readAtr } from "@quantum/market";
import type { Signal } from "@quantum/types";
import { abstentions, collectVotes, combine, type Weights } from "./ensemble.ts";
import { WARM_UP_BARS } from "./limits.ts";
import type { Model } from "./model.ts";
import { readFeatures } from "./read-features.ts";
import type { SymbolState } from "./state.ts";

/** The models of the ensemble and how much each counts. */
export interface Ensemble {
  readonly models: readonly Model[];
  readonly weights: Weights;
  readonly minVotes: number;
}

/** AI-03: a symbol that is not warm, or whose price stands still, has no features; then all models abstain and say why. */
export function signalOf(symbol: string, known: SymbolState, { models, weights, minVotes }: Ensemble): Signal {
  const features = readFeatures(known.features, known.close);
  const atr = readAtr(known.features.atr);
  const votes = features === null ? abstentions(models, weights, whyNot(known)) : collectVotes(models, weights, features);
  const atrRatio = atr === null ? null : Number((atr / known.close).toPrecision(8));
  return { symbol, ...combine(votes, minVotes), atrRatio, close: known.close, features: features ?? {} };
}

function whyNot(known: SymbolState): string {
  if (known.bars < WARM_UP_BARS) return `warming up: ${known.bars} of ${WARM_UP_BARS} unbroken bars`;
  return "no volume or no movement to measure with";
}
