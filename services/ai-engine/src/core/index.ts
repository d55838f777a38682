import type { Core, Interval } from "@quantum/types";
import { decide } from "./decide.ts";
import type { Weights } from "./ensemble.ts";
import { LIMITS } from "./limits.ts";
import type { Model } from "./model.ts";
import { MODELS } from "./models/index.ts";
import { createLeadCore } from "./partitions/lead.ts";
import { createWorkerCore } from "./partitions/worker.ts";
import type { Ensemble } from "./signal.ts";
import { type AiEngineState, initialState } from "./state.ts";

export { signalsOf } from "./decide.ts";
export type { Weights } from "./ensemble.ts";
export { LIMITS, WARM_UP_BARS } from "./limits.ts";
export type { Model } from "./model.ts";
export type { LeadState } from "./partitions/lead-state.ts";
export { ownerOf, type Share, workerName } from "./partitions/owner.ts";
export { WORKER_BEGAN } from "./partitions/worker.ts";
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
  /** What fills the slots. */
  readonly models?: readonly Model[];
  /** How many instances share the symbols, and which of them this is; 0 is the lead, which speaks for all. */
  readonly partitions?: number;
  readonly partition?: number;
  /** How long the lead waits for the workers' parts. */
  readonly waitMs?: number;
}

const EQUAL_WEIGHTS: Weights = { XGB: 1, LGBM: 1, NH: 1, PT: 1 };

/** The models with their weights. */
export function createEnsemble({ weights = EQUAL_WEIGHTS, minVotes = LIMITS.minVotes, models = MODELS }: AiEngineSettings): Ensemble {
  return { models, weights, minVotes };
}

/** The core: features and votes of four models -> one signal per symbol and cycle. One alone, the lead of several, or a worker. */
export function createAiEngineCore(settings: AiEngineSettings = {}): Core<AiEngineState> {
  const { interval = null, partition = 0, partitions = 1, waitMs = LIMITS.partWaitMs } = settings;
  const rules = { ensemble: createEnsemble(settings), horizonBars: settings.horizonBars ?? LIMITS.horizonBars };
  if (partition > 0) return createWorkerCore({ ...rules, partition, partitions }, interval);
  if (partitions > 1) return createLeadCore({ ...rules, partitions, waitMs }, interval);
  return {
    name: "ai_engine",
    consumes: ["bars.backfilled", "bars.closed"],
    emits: ["signals.generated"],
    initial: () => initialState(interval),
    decide: (state, input) => decide(state, input, rules),
  };
}
