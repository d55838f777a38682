import type { ServiceDefinition } from "@quantum/service-kit/run";
import { type PalConfig, settingsFrom } from "./config.ts";
import { createPalCore, type PalState } from "./core/index.ts";

/** Connects the amplifier to its read endpoint. */
export function service(config: PalConfig): ServiceDefinition<PalState> {
  return {
    core: createPalCore(settingsFrom(config)),
    routes: (router, view) => {
      router.get("/advice", (_request, response) => {
        const { wait, last, trades, directives } = view.state();
        response.json({ openCycle: wait.open, last, trades, directives: directives.held });
      });
    },
  };
}
