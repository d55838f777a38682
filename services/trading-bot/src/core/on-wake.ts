import type { Effect, Woken } from "@quantum/types";
import { abandon, expire } from "./complete.ts";
import { cycleOfWake, deadlineWake, partsLeftOf } from "./deadline.ts";
import type { TradingBotSettings } from "./limits.ts";
import type { TradingBotState } from "./state.ts";

/** A part of a deadline passed, or a cycle is to be given up. Our own wake-ups tell the mode we are in. */
export function onWake(state: TradingBotState, input: Woken, settings: TradingBotSettings): Effect[] {
  state.mode = input.mode;
  if (input.data.name === "cycle.abandon") return giveUp(state, input);
  if (input.data.name !== "cycle.deadline") return [];
  const cycle = state.trading;
  if (cycle === null || cycle.at !== cycleOfWake(input) || cycle.phase !== "GATHERING") return [];
  const partsLeft = partsLeftOf(input);
  if (partsLeft > 0) return [deadlineWake(cycle.at, settings, partsLeft - 1)];
  return state.mode === "OFF" ? abandon(state, cycle, input) : expire(state, cycle, { settings, input });
}

function giveUp(state: TradingBotState, input: Woken): Effect[] {
  const about = cycleOfWake(input);
  return [state.watch, state.trading].flatMap((cycle) =>
    cycle !== null && (about === null || cycle.at === about) ? abandon(state, cycle, input) : [],
  );
}
