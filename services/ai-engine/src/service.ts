import type { OwnGauge, ServiceDefinition } from "@quantum/service-kit/run";
import type { Core, Signal } from "@quantum/types";
import { type AiEngineConfig, settingsOf } from "./config.ts";
import {
  type AiEngineState,
  createAiEngineCore,
  createEnsemble,
  FEATURES,
  type LeadState,
  signalsOf,
  WARM_UP_BARS,
  WORKER_BEGAN,
  workerName,
} from "./core/index.ts";

/** Connects the core to its read endpoints. */
export function service(config: AiEngineConfig): ServiceDefinition<AiEngineState> {
  const settings = settingsOf(config);
  const { partition, partitions } = settings;
  const ensemble = createEnsemble(settings);
  const isLead = partition === 0 && partitions > 1;
  const answers = isLead ? new NewestAnswer() : null;
  const core = createAiEngineCore(settings);
  return {
    core: answers ? answers.heardOf(core) : core,
    routes: (router, view) => {
      router.get("/signals", (_request, response) => {
        const state = view.state();
        const own = {
          at: state.lastCycleAt === 0 ? null : state.lastCycleAt,
          partial: partitions > 1,
          signals: signalsOf(state, ensemble),
        };
        const { at, partial, signals } = answers?.newest ?? own;
        response.json({ at, interval: state.interval, horizonBars: config.HORIZON_BARS, partial, signals });
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
      router.get("/partitions", (_request, response) => {
        response.json({ partition, partitions, missing: isLead ? missingOf(view.state() as LeadState, partitions) : [] });
      });
    },
    ...(partition > 0 ? { feed: begin() } : {}),
    ...(isLead ? { gauges: (state) => gaugesOf(state as LeadState, partitions) } : {}),
  };
}

/** Tells a worker's core once that its process has begun; a lease that was lost and won again is no new beginning. */
function begin(): NonNullable<ServiceDefinition<AiEngineState>["feed"]> {
  let told = false;
  return async ({ observe }) => {
    if (told) return;
    told = true;
    await observe(WORKER_BEGAN, null, null);
  };
}

/** The newest answer of a lead and its cycle: its state has its own share of the symbols only. Empty until the first cycle after a start. */
class NewestAnswer {
  newest: { readonly at: number | null; readonly partial: false; readonly signals: readonly Signal[] } | null = null;

  heardOf(core: Core<AiEngineState>): Core<AiEngineState> {
    return {
      ...core,
      decide: (state, input) => {
        const decision = core.decide(state, input);
        for (const effect of decision.effects)
          if (effect.kind === "emit" && effect.type === "signals.generated")
            this.newest = { at: effect.cycle ?? null, partial: false, signals: effect.data.signals };
        return decision;
      },
    };
  }
}

function missingOf({ absences }: Readonly<LeadState>, partitions: number) {
  return Object.entries(absences)
    .filter(([partition]) => Number(partition) < partitions)
    .map(([partition, { since, reason }]) => ({ partition: Number(partition), service: workerName(Number(partition)), since, reason }));
}

function gaugesOf({ absences }: Readonly<LeadState>, partitions: number): OwnGauge[] {
  return Array.from({ length: partitions - 1 }, (_, i) => ({
    name: "fleet_partition_missing",
    help: "1 while the symbols of a partition abstain because its worker is missing or differs",
    value: absences[i + 1] ? 1 : 0,
    labels: { partition: String(i + 1) },
  }));
}
