import { ROSTER_EVENTS } from "@quantum/roster";
import type { Core, Mode } from "@quantum/types";
import { decide } from "./decide.ts";
import type { Desk } from "./desk.ts";
import type { ExecutionLimits } from "./limits.ts";
import { type ExecutionState, initialState } from "./state.ts";

export type { CancelRequest, FillsFrom, FindRequest, OrderAnswer, PlaceRequest, SyncAnswer, SyncRequest } from "./calls.ts";
export { DEFAULT_LIMITS, type ExecutionLimits } from "./limits.ts";
export type { ClosedBars, ExecutionState } from "./state.ts";

export interface ExecutionSettings {
  readonly limits: ExecutionLimits;
  /** The mode it starts in; later `mode.changed` says. */
  readonly firstMode: Mode;
}

/** The exchange gateway's decisions: what goes out, what came back, and whether our books and the exchange agree. */
export function createExecutionCore(settings: ExecutionSettings): Core<ExecutionState> {
  return {
    name: "execution",
    consumes: ["order.cleared", "order.planned", "killLatch.changed", "emergency.judged", ...ROSTER_EVENTS],
    emits: [
      "instruments.listed",
      "bars.backfilled",
      "bars.closed",
      "quotes.observed",
      "order.submitted",
      "order.acknowledged",
      "order.rejected",
      "order.cancelled",
      "order.unresolved",
      "order.filled",
      "order.working",
      "order.settled",
      "account.synced",
      "funding.paid",
      "alert.raised",
    ],
    initial: () => initialState(settings.firstMode),
    decide(state, input) {
      const desk: Desk = { state, input, limits: settings.limits, effects: [] };
      decide(desk);
      return { state, effects: desk.effects };
    },
  };
}
