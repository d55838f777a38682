import type { Effect, Woken } from "@quantum/types";
import { abandon, expire } from "./complete.ts";
import { ABANDON, CYCLE_DEADLINE, cycleOfWake, deadlineWake, partsLeftOf, REVIEW_DEADLINE } from "./deadline.ts";
import type { TradingBotSettings } from "./limits.ts";
import type { Cycle, TradingBotState } from "./state.ts";

/** A part of a deadline passed, or a cycle is to be given up. Our own wake-ups tell the mode we are in. */
export function onWake(state: TradingBotState, input: Woken, settings: TradingBotSettings): Effect[] {
  state.mode = input.mode;
  switch (input.data.name) {
    case ABANDON:
      return giveUp(state, input);
    case CYCLE_DEADLINE:
      return onDeadline(state, input, { settings, name: CYCLE_DEADLINE, phase: "GATHERING" });
    case REVIEW_DEADLINE:
      return onDeadline(state, input, { settings, name: REVIEW_DEADLINE, phase: "REVIEWING" });
    default:
      return [];
  }
}

interface Deadline {
  readonly settings: TradingBotSettings;
  readonly name: typeof CYCLE_DEADLINE | typeof REVIEW_DEADLINE;
  readonly phase: Cycle["phase"];
}

function onDeadline(state: TradingBotState, input: Woken, { settings, name, phase }: Deadline): Effect[] {
  const cycle = state.trading;
  if (cycle === null || cycle.at !== cycleOfWake(input) || cycle.phase !== phase) return [];
  const partsLeft = partsLeftOf(input);
  if (partsLeft > 0) return [deadlineWake({ name, cycle: cycle.at }, settings, partsLeft - 1)];
  return state.mode === "OFF" ? abandon(state, cycle, input) : expire(state, cycle, { settings, input });
}

function giveUp(state: TradingBotState, input: Woken): Effect[] {
  const about = cycleOfWake(input);
  return [state.watch, state.trading].flatMap((cycle) =>
    cycle !== null && (about === null || cycle.at === about) ? abandon(state, cycle, input) : [],
  );
}
