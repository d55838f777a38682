import type { ServiceDefinition } from "@quantum/service-kit/run";
import type { TemplateConfig } from "./config.ts";
import { createTemplateCore, type TemplateState } from "./core/index.ts";

/** Connects the core to its read endpoint. */
export function service(config: TemplateConfig): ServiceDefinition<TemplateState> {
  return {
    core: createTemplateCore({ maxMissingRatio: config.MAX_MISSING_RATIO }),
    routes: (router, view) => {
      router.get("/state", (_request, response) => void response.json(view.state()));
    },
  };
}
