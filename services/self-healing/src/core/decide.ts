import { type CallAnswered, type Decision, type Effect, emit, type Input } from "@quantum/types";
import { hear, isSafeOrdered } from "./hear.ts";
import type { HealingSettings } from "./limits.ts";
import { onLook } from "./look.ts";
import type { HealingState } from "./state.ts";

/** The feed of looks. */
export const LOOK = "fleet.seen";

/** What each input does. */
export function decide(state: HealingState, input: Input, settings: HealingSettings): Decision<HealingState> {
  return { state, effects: effectsOf(state, input, settings) };
}

function effectsOf(state: HealingState, input: Input, settings: HealingSettings): Effect[] {
  if (input.type === "wake") return [];
  if (input.type === "call.answered") return answered(input);
  if (input.type !== "feed") return hear(state, input);
  if (input.data.name !== LOOK || input.mode === "OFF") return [];
  return onLook(state, input, { settings, tight: isSafeOrdered(state) });
}

/** A remedy that could not be applied is told; the incident stays open, and the next try comes. */
function answered({ data }: CallAnswered): Effect[] {
  if (data.ok) return [];
  const { service = "ess" } = data.request as { service?: string };
  const message = `${data.name} of ${service} failed: ${data.error.message}`;
  return [
    emit("alert.raised", {
      service,
      severity: "WARNING",
      code: "HEALING_FAILED",
      message,
      action: "It is tried again; see GET /incidents.",
    }),
  ];
}
