import { ROSTER_EVENTS } from "@quantum/roster";
import type { Core } from "@quantum/types";
import { decide } from "./decide.ts";
import { NAME } from "./desk.ts";
import { DEFAULT_SETTINGS, type TradingBotSettings } from "./limits.ts";
import { ANSWERS } from "./participants.ts";
import { initialState, type TradingBotState } from "./state.ts";

export { failureEffects } from "./failure.ts";
export { DEFAULT_SETTINGS, type TradingBotSettings } from "./limits.ts";
export type { TradingBotState } from "./state.ts";

/** The trading cycle: a bar and the answers to it in, proposals and orders out, and one end of the cycle per bar. */
export function createTradingBotCore(settings: TradingBotSettings = DEFAULT_SETTINGS): Core<TradingBotState> {
  return {
    name: NAME,
    consumes: [
      "bars.closed",
      "instruments.listed",
      ...ANSWERS,
      "order.refused",
      "order.working",
      "order.settled",
      "order.filled",
      "trade.closed",
      ...ROSTER_EVENTS,
      "killLatch.changed",
    ],
    emits: ["trades.proposed", "order.requested", "cycle.completed", "trading.cycleFailed", "alert.raised"],
    initial: () => initialState(settings.firstMode),
    decide: (state, input) => decide(state, input, settings),
  };
}
