import type { Decision, Effect, FleetEvent, Input } from "@quantum/types";
import type { AelmSettings } from "./limits.ts";
import { onFilled, onPlanned, onSubmitted } from "./on-children.ts";
import { onCleared } from "./on-cleared.ts";
import { onBars, onHistory, onInstruments, onQuotes } from "./on-market.ts";
import { onImagined, onSettled } from "./on-settled.ts";
import type { AelmState } from "./state.ts";

/** What each input does to the planner. */
export function decide(state: AelmState, input: Input, settings: AelmSettings): Decision<AelmState> {
  return { state, effects: effectsOf(state, input, settings) };
}

function effectsOf(state: AelmState, input: Input, settings: AelmSettings): Effect[] {
  switch (input.type) {
    case "order.cleared":
      return onCleared(state, input, settings);
    case "order.settled":
      return onSettled(state, input, settings);
    case "bars.closed":
      onBars(state, input, settings);
      return onImagined(state, input);
    default:
      note(state, input, settings);
      return [];
  }
}

/** What is only remembered. */
function note(state: AelmState, input: Input, settings: AelmSettings): void {
  switch (input.type) {
    case "order.submitted":
      return onSubmitted(state, input);
    case "order.filled":
      return onFilled(state, input);
    case "quotes.observed":
      return onQuotes(state, input);
    case "bars.backfilled":
      return onHistory(state, input, settings);
    case "instruments.listed":
      return onInstruments(state, input);
    case "portfolio.valued":
      return onValued(state, input);
    case "trade.closed":
      state.unfinished = state.unfinished.filter((tradeId) => tradeId !== input.data.tradeId);
      return;
    case "order.planned":
      return onPlanned(state, input);
    default:
  }
}

function onValued(state: AelmState, { data }: FleetEvent<"portfolio.valued">): void {
  const held = data.positions.map(({ tradeId, direction, entryPrice, markPrice, leverage }) => {
    return [tradeId, { direction, entryPrice: Number(entryPrice), markPrice: Number(markPrice), leverage }] as const;
  });
  state.held = Object.fromEntries(held);
}
