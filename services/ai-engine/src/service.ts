import type { ServiceDefinition } from "@quantum/service-kit/run";
import type { AiEngineConfig } from "./config.ts";
import {
  type AiEngineSettings,
  type AiEngineState,
  createAiEngineCore,
  createEnsemble,
  FEATURES,
  signalsOf,
  WARM_UP_BARS,
} from "./core/index.ts";

/** Connects the core to its read endpoints. */
export function service(config: AiEngineConfig): ServiceDefinition<AiEngineState> {
  const settings: AiEngineSettings = {
    ...(config.INTERVAL !== undefined && { interval: config.INTERVAL }),
    horizonBars: config.HORIZON_BARS,
    minVotes: config.MIN_VOTES,
    weights: { XGB: config.WEIGHT_XGB, LGBM: config.WEIGHT_LGBM, NH: config.WEIGHT_NH, PT: config.WEIGHT_PT },
  };
  const ensemble = createEnsemble(settings);
  return {
    core: createAiEngineCore(settings),
    routes: (router, view) => {
      router.get("/signals", (_request, response) => {
        const state = view.state();
        const at = state.lastCycleAt === 0 ? null : state.lastCycleAt;
        response.json({ at, interval: state.interval, horizonBars: config.HORIZON_BARS, signals: signalsOf(state, ensemble) });
      });
      router.get("/models", (_request, response) => {
        const models = ensemble.models.map(({ slot, name, version, learned, description }) => ({
          slot,
          name,
          version,
          learned,
          description,
          weight: ensemble.weights[slot],
        }));
        response.json({ models, minVotes: ensemble.minVotes, features: FEATURES, warmUpBars: WARM_UP_BARS });
      });
    },
  };
}
