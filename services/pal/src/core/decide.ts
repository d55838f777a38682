import { hearCoordinator, updateRoster } from "@quantum/roster";
import type { Decision, Effect, Input } from "@quantum/types";
import { answerIfComplete, onBars, onWake } from "./cycle.ts";
import { onDirective } from "./directives.ts";
import { onClasses, onHistory, onInstruments, onPortfolio, onRegimes } from "./hear.ts";
import type { PalSettings } from "./limits.ts";
import type { PalState } from "./state.ts";

/** What each input does to the amplifier. */
export function decide(state: PalState, input: Input, settings: PalSettings): Decision<PalState> {
  return { state, effects: effectsOf(state, input, settings) };
}

function effectsOf(state: PalState, input: Input, settings: PalSettings): Effect[] {
  switch (input.type) {
    case "bars.closed":
      return onBars(state, input, settings);
    case "wake":
      return onWake(state, input, settings);
    case "directive.issued":
      return onDirective(state, input);
    case "fleet.coordinated":
      hearCoordinator(state.directives, input);
      return [];
    case "bars.backfilled":
      onHistory(state, input);
      return [];
    case "instruments.listed":
      onInstruments(state, input);
      return [];
    case "portfolio.valued":
      onPortfolio(state, input);
      break;
    case "positions.classified":
      onClasses(state, input);
      break;
    case "regime.classified":
      onRegimes(state, input);
      break;
    default:
      if (!updateRoster(state.roster, input)) return [];
  }
  return answerIfComplete(state, settings);
}
