import { deriveId, type Effect, emit, type FeedObserved, type FleetEvent } from "@quantum/types";
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
  const before = state.kill.set;
  const next = { set: set !== false || !reasoned, by: by || "unknown", reason: reason || "no reason given" };
  state.kill = { ...next, at: input.at };
  return [
    emit("killLatch.changed", next),
    auditRow(input, { ...next, before }),
    ...alertEffects({
      severity: next.set ? "CRITICAL" : "WARNING",
      code: next.set ? "KILL_LATCH_SET" : "KILL_LATCH_CLEARED",
      message: `kill latch ${next.set ? "set" : "cleared"} by ${next.by}: ${next.reason}`,
      action: next.set ? "No entry passes until a person clears it (POST /clear with a reason)." : "Entries pass again.",
    }),
  ];
}

/** Who set or cleared it, and why. */
function auditRow({ id, at }: FeedObserved, { set, before, by, reason }: KillRequest & { before: boolean }): Effect {
  const [from_mode, to_mode] = [before, set].map((each) => (each ? "SET" : "CLEAR"));
  const row = { at, service: NAME, action: "kill_latch", from_mode, to_mode, by, reason, recorded_at: at };
  return { kind: "store", table: "audit", key: deriveId(id, NAME, "kill_latch"), row };
}

/** The emergency stop, which lifts what it set itself: after a cool-down, or when a person re-armed it there. */
const EMERGENCY_STOP = "ess";

/**
 * Another service may set the latch. What a person or any other service set only a person clears, and only here; the emergency stop may lift
 * its own, and never takes over a latch that somebody else has set.
 */
export function onKillEvent(state: SafetyState, input: FleetEvent<"killLatch.changed">): Effect[] {
  const { source, data } = input;
  if (source === NAME) return [];
  const itsOwn = state.kill.by === EMERGENCY_STOP;
  if (data.set && (!state.kill.set || itsOwn)) state.kill = { ...data, by: source, at: input.at };
  if (!data.set && source === EMERGENCY_STOP && itsOwn) state.kill = { ...data, at: input.at };
  return [];
}
