import type { Core } from "@quantum/types";
import { decide } from "./decide.ts";
import { DEFAULT_SETTINGS, type PilSettings } from "./limits.ts";
import { NAME } from "./name.ts";
import { initialState, type PilState } from "./state.ts";

export { DEFAULT_SETTINGS, type PilSettings } from "./limits.ts";
export type { ClassifiedPosition, PilState } from "./state.ts";

/** Position intelligence: says what every open position is. It only watches. */
export function createPilCore(settings: PilSettings = DEFAULT_SETTINGS): Core<PilState> {
  return {
    name: NAME,
    consumes: ["portfolio.valued"],
    emits: ["positions.classified"],
    initial: initialState,
    decide: (state, input) => decide(state, input, settings),
  };
}
