import { deriveId, type Effect, type Input } from "@quantum/types";
import { NAME } from "./alert.ts";

/** The row every change of the level and of the kill latch leaves. */
export function auditRow({ id, at }: Input, about: { action: "level" | "kill_latch"; from: string; to: string; reason: string }): Effect {
  const { action, from, to, reason } = about;
  const row = { at, service: NAME, action, from_mode: from, to_mode: to, by: NAME, reason, recorded_at: at };
  return { kind: "store", table: "audit", key: deriveId(id, NAME, action), row };
}
