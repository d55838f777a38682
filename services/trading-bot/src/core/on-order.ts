import type { Effect, FleetEvent, Input } from "@quantum/types";
import { completeIfSettled } from "./complete.ts";
import { Exact } from "./decimals.ts";
import { tradeOf } from "./reconcile.ts";
import { cycleOf, lookUp, type TradingBotState } from "./state.ts";

/** The last word on an order: a filled entry becomes a trade of ours. */
export function onSettled(state: TradingBotState, input: FleetEvent<"order.settled">): Effect[] {
  const { intentId, tradeId, purpose, outcome, filledQuantity, code } = input.data;
  const intent = lookUp(state.intents, intentId);
  const filled = (outcome === "FILLED" || outcome === "PARTIAL") && new Exact(filledQuantity).gt(0);
  if (
    intent !== null &&
    purpose === "ENTRY" &&
    filled &&
    !isOver(state, intent.symbol, tradeId) &&
    lookUp(state.trades, tradeId) === null
  ) {
    // An entry without protection was closed again at once: how much of it is left, if anything, the portfolio will tell.
    const quantityKnown = code !== "UNPROTECTED";
    state.trades[tradeId] = { ...tradeOf(intent, filledQuantity, state.lastBarAt), quantityKnown };
  }
  return end(state, intentId, input);
}

/** risk_safety refused: the order ends here. */
export function onRefused(state: TradingBotState, input: FleetEvent<"order.refused">): Effect[] {
  return end(state, input.data.intent.intentId, input);
}

/** After a closing fill the quantity is unknown until the portfolio tells it; nothing is closed twice meanwhile. */
export function onFilled(state: TradingBotState, input: FleetEvent<"order.filled">): Effect[] {
  const trade = lookUp(state.trades, input.data.tradeId);
  if (trade !== null && input.data.leg !== "ENTRY") trade.quantityKnown = false;
  return [];
}

/** A trade is flat: its symbol rests for a while, and orders of it that no cycle waits for are over too. */
export function onTradeClosed(state: TradingBotState, input: FleetEvent<"trade.closed">): Effect[] {
  const { tradeId, symbol, closedAt } = input.data;
  delete state.trades[tradeId];
  const last = lookUp(state.closed, symbol);
  if (last === null || last.closedAt <= closedAt || last.tradeId === tradeId) state.closed[symbol] = { tradeId, closedAt };
  for (const { intentId } of Object.values(state.intents).filter((intent) => intent.tradeId === tradeId))
    if (cycleOf(state, intentId) === null) delete state.intents[intentId];
  return [];
}

function end(state: TradingBotState, intentId: string, input: Input): Effect[] {
  if (lookUp(state.intents, intentId) === null) return [];
  delete state.intents[intentId];
  const cycle = cycleOf(state, intentId);
  if (cycle === null) return [];
  cycle.settled += 1;
  return completeIfSettled(state, cycle, input);
}

/** Its end was told before its beginning: fills travel faster than the last word on the order. */
function isOver(state: Readonly<TradingBotState>, symbol: string, tradeId: string): boolean {
  return lookUp(state.closed, symbol)?.tradeId === tradeId;
}
