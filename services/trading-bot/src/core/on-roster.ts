import { updateRoster } from "@quantum/roster";
import type { Effect, FleetEvent } from "@quantum/types";
import { NAME } from "./desk.ts";
import type { TradingBotSettings } from "./limits.ts";
import { decideWhenComplete } from "./on-answers.ts";
import type { TradingBotState } from "./state.ts";

type RosterEvent = FleetEvent<"service.started"> | FleetEvent<"service.stopped"> | FleetEvent<"mode.changed">;

/** Somebody came, left or changed its mode: whoever need not be waited for any more is bypassed at once. */
export function onRoster(state: TradingBotState, input: RosterEvent, settings: TradingBotSettings): Effect[] {
  updateRoster(state.roster, input);
  if (input.type === "mode.changed" && input.data.service === NAME) state.mode = input.data.to;
  return state.trading === null ? [] : decideWhenComplete(state, state.trading, { settings, input });
}
