import type { Core } from "@quantum/types";
import { NAME } from "./alert.ts";
import { decide } from "./decide.ts";
import { DEFAULT_SETTINGS, type EssSettings } from "./limits.ts";
import { type EssState, initialState } from "./state.ts";

export { alert, NAME } from "./alert.ts";
export { latch } from "./announce.ts";
export { LEVELS, type Level, sweepsEntries } from "./levels.ts";
export { DEFAULT_SETTINGS, type EssSettings, LIMITS, type ModeRecord, SHELL_LIMITS, SWEEP_LIMITS, WATCH_LIMITS } from "./limits.ts";
export type { StopRequest } from "./manual-stop.ts";
export { rearmRefusal } from "./rearm.ts";
export type { Cause, EssState, Sweep, SweepReport } from "./state.ts";

/** The Emergency Stop System: from equity, results, errors and a person's word to a level, and from the level to what must go at the exchange. */
export function createEssCore(settings: EssSettings = DEFAULT_SETTINGS): Core<EssState> {
  return {
    name: NAME,
    consumes: ["portfolio.valued", "trade.closed", "alert.raised", "trading.cycleFailed", "killLatch.changed", "pause.asked"],
    emits: ["emergency.judged", "killLatch.changed", "alert.raised"],
    initial: () => initialState(settings),
    decide: (state, input) => decide(state, input, settings),
  };
}
