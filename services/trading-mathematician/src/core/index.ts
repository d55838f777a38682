import { ROSTER_EVENTS } from "@quantum/roster";
import type { Core } from "@quantum/types";
import { decide } from "./decide.ts";
import { DEFAULT_SETTINGS, type MathematicianSettings } from "./limits.ts";
import { NAME } from "./name.ts";
import { initialState, type MathematicianState } from "./state.ts";

export { edgeOf, statedEdge } from "./evidence.ts";
export { kellyFraction } from "./kelly.ts";
export { DEFAULT_SETTINGS, type MathematicianSettings } from "./limits.ts";
export { liquidationPrice, liquidationRatio } from "./liquidation.ts";
export { calculateOptimalParameters, type OptimalParameters, parametersOf, type StatedFigures, sizeByRules } from "./optimal-parameters.ts";
export { riskBase } from "./risk-base.ts";
export { deskOf, sizeOf } from "./size.ts";
export type { Candidate, ClosedTrade, MathematicianState } from "./state.ts";

/** The Trading Mathematician: answers each cycle with a size, or a refusal, for every signal that has a side. */
export function createMathematicianCore(settings: MathematicianSettings = DEFAULT_SETTINGS): Core<MathematicianState> {
  return {
    name: NAME,
    consumes: [
      "bars.closed",
      "signals.generated",
      "portfolio.valued",
      "quotes.observed",
      "instruments.listed",
      "trade.closed",
      ...ROSTER_EVENTS,
    ],
    emits: ["sizes.advised"],
    initial: initialState,
    decide: (state, input) => decide(state, input, settings),
  };
}
