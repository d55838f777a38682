import type { Core } from "@quantum/types";
import { decide } from "./decide.ts";
import { initialState, type MscAiState } from "./state.ts";

export { judgementOf, reasonOf } from "./classify.ts";
export { JUDGEMENT, LIMITS } from "./limits.ts";
export { PROTOTYPES } from "./prototypes.ts";
export type { MscAiState } from "./state.ts";

/** The core: bars -> one market state with probabilities per symbol and for the market, every cycle. */
export function createMscAiCore(): Core<MscAiState> {
  return {
    name: "msc_ai",
    consumes: ["bars.backfilled", "bars.closed"],
    emits: ["regime.classified"],
    initial: initialState,
    decide: (state, input) => decide(state, input),
  };
}
