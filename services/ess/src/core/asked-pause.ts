import { binds, type FleetEvent } from "@quantum/types";
import { raise } from "./cause.ts";
import type { EssState } from "./state.ts";

/** The one service that may ask for a pause over the bus. */
const ASKER = "self_healing";

/** ESS-10: self_healing asks for a pause while too much fails. It is not latched: asked for no more, it ends with the cool-down. */
export function pauseAsked(state: EssState, { data, source, mode }: FleetEvent<"pause.asked">): void {
  if (source !== ASKER || !binds(mode)) return;
  raise(state, {
    trigger: "PAUSE_ASKED",
    rule: "ESS-10",
    level: "PAUSE",
    latched: false,
    close: false,
    observed: String(data.errors),
    limit: String(data.limit),
    by: ASKER,
    reason: `${ASKER} asks for a pause: ${data.reason}`,
  });
}
