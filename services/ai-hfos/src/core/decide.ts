import { updateRoster } from "@quantum/roster";
import type { Decision, Effect, Input } from "@quantum/types";
import { answerIfComplete, onBars, onWake } from "./cycle.ts";
import { onAcknowledged } from "./directives.ts";
import { onForeign } from "./foreign-directive.ts";
import { hear, hearReview } from "./hear.ts";
import type { HfosSettings } from "./limits.ts";
import { addHistory } from "./market.ts";
import { onPerson } from "./on-person.ts";
import type { HfosState } from "./state.ts";

/** What each input does to the coordinator. */
export function decide(state: HfosState, input: Input, settings: HfosSettings): Decision<HfosState> {
  return { state, effects: effectsOf(state, input, settings) };
}

function effectsOf(state: HfosState, input: Input, settings: HfosSettings): Effect[] {
  switch (input.type) {
    case "bars.closed":
      return onBars(state, input, settings);
    case "wake":
      return onWake(state, input, settings);
    case "feed":
      return input.data.name === "person" ? onPerson(state, input) : [];
    case "directive.issued":
      return onForeign(state, input);
    case "directive.acknowledged":
      return [...onAcknowledged(state, input), ...answerIfComplete(state, input)];
    case "bars.backfilled":
      addHistory(state.market, input.data);
      return [];
    case "trades.reviewed":
      hearReview(state, input);
      return [];
    case "portfolio.valued":
    case "regime.classified":
    case "policy.set":
    case "universe.updated":
    case "opportunities.ranked":
    case "positions.classified":
    case "sizes.advised":
    case "amplification.advised":
    case "emergency.judged":
      hear(state, input);
      return answerIfComplete(state, input);
    default:
      return updateRoster(state.roster, input) ? answerIfComplete(state, input) : [];
  }
}
