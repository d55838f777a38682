import type { Decision, Effect, FleetEvent, Input } from "@quantum/types";
import type { TradingBotSettings } from "./limits.ts";
import { onAnswer } from "./on-answers.ts";
import { onBars } from "./on-bars.ts";
import { onFilled, onRefused, onSettled, onTradeClosed, onWorking } from "./on-order.ts";
import { onRoster } from "./on-roster.ts";
import { onWake } from "./on-wake.ts";
import type { TradingBotState } from "./state.ts";

/** What each input means for the trading cycle. */
export function decide(state: TradingBotState, input: Input, settings: TradingBotSettings): Decision<TradingBotState> {
  return { state, effects: effectsOf(state, input, settings) };
}

function effectsOf(state: TradingBotState, input: Input, settings: TradingBotSettings): Effect[] {
  switch (input.type) {
    case "bars.closed":
      return onBars(state, input, settings);
    case "signals.generated":
    case "portfolio.valued":
    case "regime.classified":
    case "universe.updated":
    case "opportunities.ranked":
    case "policy.set":
    case "positions.classified":
    case "sizes.advised":
    case "amplification.advised":
    case "fleet.coordinated":
    case "emergency.judged":
    case "trades.reviewed":
      return onAnswer(state, input, settings);
    case "wake":
      return onWake(state, input, settings);
    case "order.working":
      return onWorking(state, input);
    case "order.settled":
      return onSettled(state, input);
    case "order.refused":
      return onRefused(state, input);
    case "order.filled":
      return onFilled(state, input);
    case "trade.closed":
      return onTradeClosed(state, input);
    case "instruments.listed":
      return onInstruments(state, input);
    case "service.started":
    case "service.stopped":
    case "mode.changed":
      return onRoster(state, input, settings);
    case "killLatch.changed":
      state.killLatch = input.data.set;
      return [];
    default:
      return [];
  }
}

/** The newest list replaces the one before: what is not listed any more is not entered any more. */
function onInstruments(state: TradingBotState, input: FleetEvent<"instruments.listed">): Effect[] {
  state.contracts = Object.fromEntries(
    input.data.instruments.map(({ symbol, tickSize, stepSize, minQuantity, maxQuantity, minNotionalUsd, maxLeverage, status }) => [
      symbol,
      { tickSize, stepSize, minQuantity, maxQuantity, minNotionalUsd, maxLeverage, status },
    ]),
  );
  return [];
}
