import { updateRoster } from "@quantum/roster";
import type { Decision, Effect, Input } from "@quantum/types";
import { answerIfComplete, onBars, onWake } from "./cycle.ts";
import { onInstruments, onPortfolio, onQuotes, onSignals, onTradeClosed } from "./hear.ts";
import type { MathematicianSettings } from "./limits.ts";
import type { MathematicianState } from "./state.ts";

/** What each input does to the mathematician. */
export function decide(state: MathematicianState, input: Input, settings: MathematicianSettings): Decision<MathematicianState> {
  return { state, effects: effectsOf(state, input, settings) };
}

function effectsOf(state: MathematicianState, input: Input, settings: MathematicianSettings): Effect[] {
  switch (input.type) {
    case "bars.closed":
      return onBars(state, input, settings);
    case "wake":
      return onWake(state, input, settings);
    case "instruments.listed":
      onInstruments(state, input);
      return [];
    case "quotes.observed":
      onQuotes(state, input);
      return [];
    case "trade.closed":
      onTradeClosed(state, input);
      return [];
    case "signals.generated":
      onSignals(state, input);
      break;
    case "portfolio.valued":
      onPortfolio(state, input);
      break;
    default:
      if (!updateRoster(state.roster, input)) return [];
  }
  return answerIfComplete(state, settings);
}
