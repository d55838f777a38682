import { hearCoordinator, updateRoster } from "@quantum/roster";
import type { Decision, Effect, Input } from "@quantum/types";
import { answerIfReady, onProposals, onWaitOver, WAIT_OVER } from "./answer.ts";
import { onDirective } from "./directives.ts";
import type { PbaSettings } from "./limits.ts";
import { onBars, onHistory, onInstruments } from "./on-market.ts";
import { portfolioOf } from "./portfolio.ts";
import type { PbaState } from "./state.ts";

/** What each input does to the balancer. */
export function decide(state: PbaState, input: Input, settings: PbaSettings): Decision<PbaState> {
  return { state, effects: effectsOf(state, input, settings) };
}

function effectsOf(state: PbaState, input: Input, settings: PbaSettings): Effect[] {
  switch (input.type) {
    case "trades.proposed":
      return onProposals(state, input, settings);
    case "directive.issued":
      return onDirective(state, input);
    case "fleet.coordinated":
      hearCoordinator(state.directives, input);
      return [];
    case "wake":
      return input.data.name === WAIT_OVER ? onWaitOver(state, (input.data.data as { cycle: unknown }).cycle, settings) : [];
    case "portfolio.valued":
      if ((input.cycle ?? input.at) >= (state.portfolio?.cycle ?? 0)) state.portfolio = portfolioOf(input);
      break;
    case "bars.closed":
      onBars(state, input);
      break;
    case "bars.backfilled":
      onHistory(state, input);
      break;
    case "instruments.listed":
      onInstruments(state, input);
      break;
    default:
      if (!updateRoster(state.roster, input)) return [];
  }
  return answerIfReady(state, settings);
}
