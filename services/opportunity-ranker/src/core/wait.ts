import { isEnforced, type Roster } from "@quantum/roster";
import type { Effect, Woken } from "@quantum/types";
import { LIMITS, type RankerSettings } from "./limits.ts";
import type { OpenCycle } from "./state.ts";

/** What the wake-ups of a cycle carry. `partsLeft`: how much of the wait is still to come. */
interface WaitData {
  readonly cycle: number;
  readonly partsLeft: number;
}

/**
 * Asks to be woken after one part of the wait. In parts, because a wake-up whose time came while this service was down arrives at once after
 * the restart, before the answers that are waiting on the stream.
 */
export function waitWake(cycle: number, settings: RankerSettings, partsLeft: number = LIMITS.waitParts - 1): Effect {
  const data: WaitData = { cycle, partsLeft };
  return { kind: "wake", name: "ranking.wait", afterMs: Math.ceil(settings.waitMs / LIMITS.waitParts), data };
}

/** What a wake-up is about. */
export function waitDataOf({ data }: Woken): WaitData {
  return data.data as WaitData;
}

/**
 * Whether a cycle has all it needs: signals, unless ai_engine left or is off, and market states while the classifier binds. What a classifier
 * that only observes says must change nothing, so it is not waited for either.
 */
export function isComplete({ signals, regimes }: Readonly<OpenCycle>, roster: Readonly<Roster>): boolean {
  const noSignals = signals === null && !isGone(roster, "ai_engine");
  const noRegimes = regimes === null && isEnforced(roster, "msc_ai");
  return !noSignals && !noRegimes;
}

/** True when a service of the core said goodbye or is off. One that was never heard of is taken to be there. */
function isGone(roster: Readonly<Roster>, service: string): boolean {
  const entry = roster[service];
  return entry !== undefined && (!entry.present || entry.mode === "OFF");
}
