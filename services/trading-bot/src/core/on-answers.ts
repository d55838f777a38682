import type { Effect, FleetEvent, Input } from "@quantum/types";
import { act } from "./act.ts";
import { completeIfSettled, cycleRow } from "./complete.ts";
import type { TradingBotSettings } from "./limits.ts";
import { type AnswerType, keepAnswer, missingOf } from "./participants.ts";
import { conclude } from "./review.ts";
import { noteLate } from "./said.ts";
import type { Cycle, TradingBotState } from "./state.ts";

/** An answer to the open cycle is gathered, one to a bar still to come is kept, one that came after the decision is only recorded. */
export function onAnswer<T extends AnswerType>(state: TradingBotState, input: FleetEvent<T>, settings: TradingBotSettings): Effect[] {
  const at = input.cycle;
  if (at === undefined) return [];
  const cycle = state.trading;
  if (cycle?.at === at && cycle.phase !== "SETTLING") {
    keepAnswer(cycle.answers, input);
    return decideWhenComplete(state, cycle, { settings, input: input as Input });
  }
  if (at <= state.lastBarAt) return onLateAnswer(state, input);
  if (state.early && state.early.at > at) return [];
  if (state.early?.at !== at) state.early = { at, answers: {} };
  keepAnswer(state.early.answers, input);
  return [];
}

/** Decides the cycle once everybody has answered, and asks for its orders once everybody who must has reviewed them. */
export function decideWhenComplete(state: TradingBotState, cycle: Cycle, by: { settings: TradingBotSettings; input: Input }): Effect[] {
  const decides = cycle.phase === "GATHERING" && missingOf(cycle.answers, state.roster, "DECIDING").length === 0;
  const decided = decides ? act(state, cycle, by.settings) : [];
  const concludes = cycle.phase === "REVIEWING" && missingOf(cycle.answers, state.roster, "REVIEWING").length === 0;
  const concluded = concludes ? conclude(state, cycle, by.settings) : [];
  return decides || concludes ? [...decided, ...concluded, ...completeIfSettled(state, cycle, by.input)] : [];
}

/** Nothing is decided on it, but what it said stands in the books. */
function onLateAnswer<T extends AnswerType>(state: TradingBotState, input: FleetEvent<T>): Effect[] {
  if (state.trading?.at === input.cycle && state.trading) {
    noteLate(state.trading.said, input);
    return [];
  }
  return state.last?.at === input.cycle && state.last && noteLate(state.last.said, input) ? [cycleRow(state.last)] : [];
}
