import type { Effect, FleetEvent, Input } from "@quantum/types";
import { act } from "./act.ts";
import { completeIfSettled } from "./complete.ts";
import type { TradingBotSettings } from "./limits.ts";
import { type AnswerType, keepAnswer, missingOf } from "./participants.ts";
import type { Cycle, TradingBotState } from "./state.ts";

/** An answer to the open cycle is gathered, one to a bar still to come is kept, one to a finished cycle is ignored. */
export function onAnswer<T extends AnswerType>(state: TradingBotState, input: FleetEvent<T>, settings: TradingBotSettings): Effect[] {
  const at = input.cycle;
  if (at === undefined) return [];
  const cycle = state.trading;
  if (cycle?.at === at && cycle.phase === "GATHERING") {
    keepAnswer(cycle.answers, input);
    return decideWhenComplete(state, cycle, { settings, input: input as Input });
  }
  if (at <= state.lastBarAt || (state.early && state.early.at > at)) return [];
  if (state.early?.at !== at) state.early = { at, answers: {} };
  keepAnswer(state.early.answers, input);
  return [];
}

/** Decides the cycle once everybody has answered. */
export function decideWhenComplete(state: TradingBotState, cycle: Cycle, by: { settings: TradingBotSettings; input: Input }): Effect[] {
  if (missingOf(cycle.answers).length > 0) return [];
  const effects = act(state, cycle, by.settings);
  return [...effects, ...completeIfSettled(state, cycle, by.input)];
}
