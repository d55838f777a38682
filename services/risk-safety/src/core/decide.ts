import type { Decision, Effect, Input } from "@quantum/types";
import type { SafetySettings } from "./limits.ts";
import { onAccount } from "./on-account.ts";
import { onKillEvent, onKillRequest } from "./on-kill.ts";
import { onBars, onInstruments, onQuotes } from "./on-market.ts";
import { onRequest } from "./on-request.ts";
import { applyFill, applySettled, applyWorking } from "./positions.ts";
import type { SafetyState } from "./state.ts";

/** What each input does to the governor. */
export function decide(state: SafetyState, input: Input, settings: SafetySettings): Decision<SafetyState> {
  return { state, effects: effectsOf(state, input, settings) };
}

function effectsOf(state: SafetyState, input: Input, settings: SafetySettings): Effect[] {
  switch (input.type) {
    case "order.requested":
      return onRequest(state, input, settings);
    case "order.filled":
      applyFill(state, input.data);
      return [];
    case "order.working":
      applyWorking(state, input.data);
      return [];
    case "order.settled":
      applySettled(state, input.data);
      return [];
    case "account.synced":
      return onAccount(state, input, settings);
    case "instruments.listed":
      return onInstruments(state, input);
    case "quotes.observed":
      return onQuotes(state, input);
    case "bars.closed":
      return onBars(state, input, settings);
    case "killLatch.changed":
      return onKillEvent(state, input);
    case "feed":
      return input.data.name === "kill" ? onKillRequest(state, input) : [];
    default:
      return [];
  }
}
