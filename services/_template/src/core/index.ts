import type { Core } from "@quantum/types";
import { decide } from "./decide.ts";
import { LIMITS, type TemplateSettings } from "./limits.ts";
import { initialState, type TemplateState } from "./state.ts";

export type { TemplateState } from "./state.ts";

/** Says when too much of the market is missing. */
export function createTemplateCore(settings: TemplateSettings = LIMITS): Core<TemplateState> {
  return {
    name: "template",
    consumes: ["bars.closed"],
    emits: ["alert.raised"],
    initial: initialState,
    decide: (state, input) => decide(state, input, settings),
  };
}
