import { type Effect, emit, type FeedObserved, type FleetEvent } from "@quantum/types";
import { alertEffects, NAME } from "./alert.ts";
import type { SafetyState } from "./state.ts";

/** What an operator asks of the latch. */
export interface KillRequest {
  set: boolean;
  by: string;
  reason: string;
}

/** A person sets or clears the latch here. Anything but a clear, reasoned "clear" sets it. */
export function onKillRequest(state: SafetyState, input: FeedObserved): Effect[] {
  const { set, by, reason } = (input.data.data ?? {}) as Partial<KillRequest>;
  const reasoned = typeof by === "string" && by.trim() !== "" && typeof reason === "string" && reason.trim() !== "";
  const next = { set: set !== false || !reasoned, by: by || "unknown", reason: reason || "no reason given" };
  state.kill = { ...next, at: input.at };
  return [
    emit("killLatch.changed", next),
    ...alertEffects({
      severity: next.set ? "CRITICAL" : "WARNING",
      code: next.set ? "KILL_LATCH_SET" : "KILL_LATCH_CLEARED",
      message: `kill latch ${next.set ? "set" : "cleared"} by ${next.by}: ${next.reason}`,
      action: next.set ? "No entry passes until a person clears it (POST /clear with a reason)." : "Entries pass again.",
    }),
  ];
}

/** Another service may set the latch; only a person clears it, and only here. */
export function onKillEvent(state: SafetyState, input: FleetEvent<"killLatch.changed">): Effect[] {
  if (input.source !== NAME && input.data.set) state.kill = { ...input.data, at: input.at };
  return [];
}
