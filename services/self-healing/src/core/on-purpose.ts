import type { SeenService } from "./seen.ts";
import type { HealingState } from "./state.ts";

/** SH-06: what was stopped on purpose is left alone: the supervisor says so, or it said goodbye and has not come back. */
export function stoppedOnPurpose(state: Readonly<HealingState>, seen: SeenService): boolean {
  if (seen.run === "stopped") return true;
  return state.left.includes(seen.name) && seen.run !== "running" && seen.run !== "starting";
}
