import type { Core } from "@quantum/types";
import { NAME } from "./alert.ts";
import { decide } from "./decide.ts";
import { DEFAULT_SETTINGS, type SafetySettings } from "./limits.ts";
import { initialState, type SafetyState } from "./state.ts";

export { exposedSymbols, totalNotional } from "./exposure.ts";
export { DEFAULT_SETTINGS, type SafetySettings } from "./limits.ts";
export { RULES } from "./rules.ts";
export type { SafetyState } from "./state.ts";

/** The Safety Governor: hard limits on every order, independent of everything that wants to trade. */
export function createRiskSafetyCore(settings: SafetySettings = DEFAULT_SETTINGS): Core<SafetyState> {
  return {
    name: NAME,
    consumes: [
      "order.requested",
      "order.working",
      "order.settled",
      "order.filled",
      "account.synced",
      "bars.closed",
      "quotes.observed",
      "instruments.listed",
      "killLatch.changed",
    ],
    emits: ["order.cleared", "order.refused", "killLatch.changed", "alert.raised"],
    initial: initialState,
    decide: (state, input) => decide(state, input, settings),
  };
}
