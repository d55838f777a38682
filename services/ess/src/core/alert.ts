import { type Effect, type EventData, emit } from "@quantum/types";

/** The service's name on the bus. */
export const NAME = "ess";

/** What a person should do next, by kind of alert. */
const ACTIONS = {
  ESS_STOPPED: "Look at GET /status of ess; when the cause is understood, POST /rearm with who and why.",
  ESS_WOULD_STOP: "Nothing is stopped, because ess is not ENFORCED. Look at GET /status of ess.",
  ESS_STEPPED_DOWN: "Nothing to do.",
  ESS_REARMED: "Nothing to do. If risk_safety was stopped by a person too, clear that there.",
  ESS_SWEPT: "Check positions and stops at the exchange.",
  ESS_SWEEP_FAILED: "Look at the exchange yourself: cancel what rests, close what must be closed.",
} as const;

/** An alert of the Emergency Stop System; every one carries what to do next. */
export function alert(severity: EventData<"alert.raised">["severity"], code: keyof typeof ACTIONS, message: string): Effect {
  return emit("alert.raised", { service: NAME, severity, code, message, action: ACTIONS[code] });
}
