import { Exact } from "@quantum/exact";
import type { Effect, EventData, FleetEvent, Input } from "@quantum/types";
import { followUp } from "./additions.ts";
import { completeIfSettled } from "./complete.ts";
import { tradeOf } from "./reconcile.ts";
import { cycleOf, lookUp, type OpenIntent, type TradingBotState } from "./state.ts";

/** The last word on an order: a filled entry becomes a trade of ours, a moved stop is remembered. */
export function onSettled(state: TradingBotState, input: FleetEvent<"order.settled">): Effect[] {
  const { intentId, outcome, code } = input.data;
  const intent = lookUp(state.intents, intentId);
  if (intent === null) return [];
  if (intent.purpose === "ENTRY" || intent.purpose === "ADD") noteFilled(state, intent, input.data);
  const trade = lookUp(state.trades, intent.tradeId);
  const moved = intent.purpose === "PROTECT" && outcome === "PROTECTED";
  if (moved && trade !== null) {
    trade.stopPrice = intent.stopPrice;
    trade.takeProfitPrice = intent.takeProfitPrice;
  }
  return end(state, { intentId, moved, code }, input);
}

/** The order is carried out over several bars: its symbol stays occupied, its cycle does not wait for it any more. */
export function onWorking(state: TradingBotState, input: FleetEvent<"order.working">): Effect[] {
  const { intentId } = input.data;
  const intent = lookUp(state.intents, intentId);
  if (intent === null || intent.working) return [];
  intent.working = true;
  const cycle = cycleOf(state, intentId);
  if (cycle === null) return [];
  cycle.working += 1;
  return completeIfSettled(state, cycle, input);
}

/** risk_safety refused: the order ends here. */
export function onRefused(state: TradingBotState, input: FleetEvent<"order.refused">): Effect[] {
  return end(state, { intentId: input.data.intent.intentId, moved: false, code: input.data.code }, input);
}

/** After a closing fill the quantity is unknown until the portfolio tells it; nothing is closed twice meanwhile. */
export function onFilled(state: TradingBotState, input: FleetEvent<"order.filled">): Effect[] {
  const trade = lookUp(state.trades, input.data.tradeId);
  const { tradeId, leg } = input.data;
  if (leg === "ENTRY") return [];
  if (trade !== null) trade.quantityKnown = false;
  else for (const intent of Object.values(state.intents)) if (intent.tradeId === tradeId) intent.reduced = true;
  return [];
}

/** A trade is flat: its symbol rests for a while, and orders of it that no cycle waits for are over too. */
export function onTradeClosed(state: TradingBotState, input: FleetEvent<"trade.closed">): Effect[] {
  const { tradeId, symbol, closedAt } = input.data;
  delete state.trades[tradeId];
  const last = lookUp(state.closed, symbol);
  if (last === null || last.closedAt <= closedAt || last.tradeId === tradeId) state.closed[symbol] = { tradeId, closedAt };
  for (const { intentId, working } of Object.values(state.intents).filter((intent) => intent.tradeId === tradeId))
    if (!working && cycleOf(state, intentId) === null) delete state.intents[intentId];
  return [];
}

function end(state: TradingBotState, ended: Parameters<typeof followUp>[2], input: Input): Effect[] {
  const intent = lookUp(state.intents, ended.intentId);
  if (intent === null) return [];
  delete state.intents[ended.intentId];
  const cycle = cycleOf(state, ended.intentId);
  if (cycle === null) return [];
  cycle.settled += 1;
  if (intent.working) cycle.working -= 1;
  return [...followUp(state, cycle, ended), ...completeIfSettled(state, cycle, input)];
}

/**
 * A trade we know already has grown meanwhile, and may have been left in part: its quantity is unknown until the portfolio tells it, so that no
 * exit asks for more than there is.
 */
function noteFilled(state: TradingBotState, intent: OpenIntent, { outcome, filledQuantity, code }: EventData<"order.settled">): void {
  const filled = (outcome === "FILLED" || outcome === "PARTIAL") && new Exact(filledQuantity).gt(0);
  const { tradeId, symbol, purpose } = intent;
  if (!filled || isOver(state, symbol, tradeId)) return;
  const known = lookUp(state.trades, tradeId);
  if (known !== null) known.quantityKnown = false;
  // What was closed again at once, for want of a stop or by it: how much of it is left, if anything, the portfolio will tell.
  else if (purpose === "ENTRY")
    state.trades[tradeId] = {
      ...tradeOf(intent, filledQuantity, state.lastBarAt),
      quantityKnown: code === null && !intent.reduced,
    };
}

/** Its end was told before its beginning: fills travel faster than the last word on the order. */
function isOver(state: Readonly<TradingBotState>, symbol: string, tradeId: string): boolean {
  return lookUp(state.closed, symbol)?.tradeId === tradeId;
}
