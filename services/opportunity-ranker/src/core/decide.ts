import { updateRoster } from "@quantum/roster";
import { binds, type Decision, type Effect, type EventData, type Input, type Woken } from "@quantum/types";
import { answer, answerWhenComplete, hear, openCycle } from "./cycle.ts";
import type { RankerSettings } from "./limits.ts";
import { onHistory, onInstruments, onQuotes } from "./on-market.ts";
import type { HeardRegimes, HeardSignals, RankerState } from "./state.ts";
import { waitDataOf, waitWake } from "./wait.ts";

/** What each input means for the ranking. Every bar that opens a cycle is answered exactly once. */
export function decide(state: RankerState, input: Input, settings: RankerSettings): Decision<RankerState> {
  if (updateRoster(state.roster, input)) return { state, effects: answerWhenComplete(state, settings) };
  return { state, effects: effectsOf(state, input, settings) };
}

function effectsOf(state: RankerState, input: Input, settings: RankerSettings): Effect[] {
  switch (input.type) {
    case "bars.closed":
      return input.data.opensCycle ? openCycle(state, input.data, settings) : [];
    case "signals.generated":
      hear(state, input.cycle, { signals: signalsOf(input.data) });
      return answerWhenComplete(state, settings);
    case "regime.classified":
      if (binds(input.mode)) hear(state, input.cycle, { regimes: regimesOf(input.data) });
      return answerWhenComplete(state, settings);
    case "wake":
      return onWake(state, input, settings);
    case "quotes.observed":
      onQuotes(state, input);
      return [];
    case "bars.backfilled":
      onHistory(state, input.data);
      return [];
    case "instruments.listed":
      onInstruments(state, input.data);
      return [];
    default:
      return [];
  }
}

/** A part of the wait is over; after the last one the answer is given without what is missing. */
function onWake(state: RankerState, input: Woken, settings: RankerSettings): Effect[] {
  if (input.data.name !== "ranking.wait") return [];
  const { cycle, partsLeft } = waitDataOf(input);
  if (state.cycle?.at !== cycle) return [];
  return partsLeft > 0 ? [waitWake(cycle, settings, partsLeft - 1)] : answer(state, state.cycle, settings);
}

function signalsOf({ signals, horizonBars }: EventData<"signals.generated">): HeardSignals {
  const figures = signals.map(({ symbol, probabilityUp, agreementRatio, atrRatio, close }) => {
    return { symbol, probabilityUp, agreementRatio, atrRatio, close };
  });
  return { horizonBars, signals: figures };
}

function regimesOf({ symbols }: EventData<"regime.classified">): HeardRegimes {
  return Object.fromEntries(symbols.map(({ symbol, state }) => [symbol, state]));
}
