import { hearCoordinator, openDirectives, updateRoster } from "@quantum/roster";
import { type Decision, type Effect, type EventData, emit, type Input } from "@quantum/types";
import { holdOn, refresh } from "./announce.ts";
import { coreOnlyAt, onDirective } from "./directives.ts";
import type { UniverseSettings } from "./limits.ts";
import { onAccount, onHistory, onInstruments, onQuotes, takeBars } from "./on-market.ts";
import { onRanking } from "./on-ranking.ts";
import type { UniverseState } from "./state.ts";

/** What each input means for the universe. Only a bar that opens a cycle is answered with it, and exactly once. */
export function decide(state: UniverseState, input: Input, settings: UniverseSettings): Decision<UniverseState> {
  if (updateRoster(state.roster, input)) return { state, effects: [] };
  return { state, effects: effectsOf(state, input, settings) };
}

function effectsOf(state: UniverseState, input: Input, settings: UniverseSettings): Effect[] {
  switch (input.type) {
    case "bars.closed":
      return input.data.opensCycle ? answerCycle(state, input.data, settings) : [];
    case "directive.issued":
      return onDirective(state, input);
    case "fleet.coordinated":
      hearCoordinator(state.directives, input);
      return [];
    case "bars.backfilled":
      onHistory(state, input.data);
      return [];
    case "quotes.observed":
      onQuotes(state, input);
      return [];
    case "instruments.listed":
      onInstruments(state, input.data);
      return [];
    case "account.synced":
      onAccount(state, input.data);
      return [];
    case "opportunities.ranked":
      onRanking(state, input);
      return [];
    default:
      return [];
  }
}

function answerCycle(state: UniverseState, data: EventData<"bars.closed">, settings: UniverseSettings): Effect[] {
  const { closeAt } = data;
  if (closeAt <= state.lastCloseAt) return [];
  state.lastCloseAt = closeAt;
  takeBars(state, data);
  openDirectives(state.directives, state.roster, closeAt);
  const coreOnly = coreOnlyAt(state, closeAt);
  const due = coreOnly !== state.coreOnly || isDue(state, closeAt, settings);
  state.coreOnly = coreOnly;
  const { universe } = state;
  state.universe = due || universe === null ? refresh(state, closeAt, settings) : holdOn(state, universe);
  if (due) state.refreshWanted = false;
  return [emit("universe.updated", { ...state.universe, refreshed: due }, closeAt)];
}

/** At every quarter of an hour on the clock, at the first bar after one that was missed, and when something asked for it. */
function isDue({ universe, refreshWanted }: Readonly<UniverseState>, closeAt: number, { refreshMs }: UniverseSettings): boolean {
  if (universe === null || refreshWanted) return true;
  return Math.floor(closeAt / refreshMs) > Math.floor(universe.refreshedAt / refreshMs);
}
