import { type Picture, type Trigger, verdict } from "./picture.ts";

/** HF-07: an emergency stop at PAUSE or beyond asks for SAFE and no entries. */
export function emergencyLevel({ words }: Picture): Trigger {
  const level = words["emergency.judged"]?.level ?? null;
  const passed = level === null || level === "NORMAL";
  const reason = level === null ? "no emergency stop that counts" : `the emergency stop is at ${level}`;
  const found = verdict("HF-07", passed, { observed: level, limit: "NORMAL", reason });
  return { verdict: found, asks: "SAFE", restraint: { allowEntries: false } };
}
