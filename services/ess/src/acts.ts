import { deriveId, type Effect, emit, type Mode } from "@quantum/types";
import { NAME } from "./core/index.ts";

/** Who did what, when, why, from and to: the row every change by a person leaves. */
export function auditRow(about: { action: string; from: string; to: string; by: string; reason: string; now: number }): Effect {
  const { action, from, to, by, reason, now } = about;
  const row = { service: NAME, action, from_mode: from, to_mode: to, by, reason, recorded_at: now };
  return { kind: "store", table: "audit", key: deriveId(NAME, action, now, by, reason), row };
}

/** A change of mode, as the fleet hears of it. */
export function modeChange(about: { from: Mode; to: Mode; by: string; reason: string }): Effect {
  return emit("mode.changed", { service: NAME, ...about });
}
