import { ROSTER_EVENTS } from "@quantum/roster";
import type { Core } from "@quantum/types";
import { decide } from "./decide.ts";
import { DEFAULT_SETTINGS, type PalSettings } from "./limits.ts";
import { NAME } from "./name.ts";
import { initialState, type PalState } from "./state.ts";

export { advise } from "./advise.ts";
export type { Case } from "./case.ts";
export { DEFAULT_SETTINGS, HEDGEFUND, LIMITS, type PalSettings, type Profile, STANDARD } from "./limits.ts";
export type { Contract, OpenTrade, PalState, TradeMemory } from "./state.ts";
export type { Trend } from "./trend.ts";

/** The Profit Amplification Layer: answers each cycle with what to do with every open trade. */
export function createPalCore(settings: PalSettings = DEFAULT_SETTINGS): Core<PalState> {
  return {
    name: NAME,
    consumes: [
      "bars.closed",
      "bars.backfilled",
      "instruments.listed",
      "portfolio.valued",
      "positions.classified",
      "regime.classified",
      "directive.issued",
      "fleet.coordinated",
      ...ROSTER_EVENTS,
    ],
    emits: ["amplification.advised", "directive.acknowledged"],
    initial: initialState,
    decide: (state, input) => decide(state, input, settings),
  };
}
