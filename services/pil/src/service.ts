import type { ServiceDefinition } from "@quantum/service-kit/run";
import { type PilConfig, settingsFrom } from "./config.ts";
import { createPilCore, type PilState } from "./core/index.ts";

/** Connects the core to its read endpoint. */
export function service(config: PilConfig): ServiceDefinition<PilState> {
  const settings = settingsFrom(config);
  return {
    core: createPilCore(settings),
    routes: (router, view) => {
      router.get("/positions", (_request, response) => {
        const { last } = view.state();
        response.json({ cycle: last?.cycle ?? null, positions: last?.positions ?? [], thresholds: settings });
      });
    },
  };
}
