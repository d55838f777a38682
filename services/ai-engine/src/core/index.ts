import type { Core, Interval } from "@quantum/types";
import { decide } from "./decide.ts";
import type { Weights } from "./ensemble.ts";
import { LIMITS } from "./limits.ts";
import { MODELS } from "./models/index.ts";
import type { Ensemble } from "./signal.ts";
import { type AiEngineState, initialState } from "./state.ts";

export { signalsOf } from "./decide.ts";
export type { Weights } from "./ensemble.ts";
export { LIMITS, WARM_UP_BARS } from "./limits.ts";
export { FEATURES } from "./read-features.ts";
export type { Ensemble } from "./signal.ts";
export type { AiEngineState } from "./state.ts";

/** What can be set from outside. */
export interface AiEngineSettings {
  /** The trading interval, when it is known beforehand. */
  readonly interval?: Interval;
  readonly horizonBars?: number;
  readonly minVotes?: number;
  readonly weights?: Weights;
}

const EQUAL_WEIGHTS: Weights = { XGB: 1, LGBM: 1, NH: 1, PT: 1 };

/** The models with their weights. */
export function createEnsemble({ weights = EQUAL_WEIGHTS, minVotes = LIMITS.minVotes }: AiEngineSettings): Ensemble {
  return { models: MODELS, weights, minVotes };
}

/** The core: features and votes of four models -> one signal per symbol and cycle. */
export function createAiEngineCore(settings: AiEngineSettings = {}): Core<AiEngineState> {
  const rules = { ensemble: createEnsemble(settings), horizonBars: settings.horizonBars ?? LIMITS.horizonBars };
  return {
    name: "ai_engine",
    consumes: ["bars.backfilled", "bars.closed"],
    emits: ["signals.generated"],
    initial: () => initialState(settings.interval ?? null),
    decide: (state, input) => decide(state, input, rules),
  };
}
