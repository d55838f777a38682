import { binds, type EventData, type FleetEvent, type ReasonCode } from "@quantum/types";
import Big from "big.js";
import { compare } from "./comparator.ts";
import { type Desk, raise, say } from "./desk.ts";
import { type Ended, submit } from "./orders.ts";
import { openTrade, placeStop, tidy, unwind } from "./protection.ts";
import type { ActiveIntent, OpenTrade } from "./state.ts";

type Settlement = Pick<EventData<"order.settled">, "outcome" | "protected" | "code" | "reason">;

/** risk_safety cleared an order: the last comparison, then it goes out. */
export function cleared(desk: Desk, event: FleetEvent<"order.cleared">): void {
  const { intent, binding } = event.data;
  const { state, limits } = desk;
  const active: ActiveIntent = {
    intent,
    cycle: event.cycle ?? null,
    filledQuantity: "0",
    filledCostUsd: "0",
    orderId: "",
    stage: "WORKING",
  };
  if (event.source !== "risk_safety")
    return settle(desk, active, {
      outcome: "REFUSED",
      protected: false,
      code: "NOT_CLEARED",
      reason: `cleared by ${event.source}, not by risk_safety`,
    });
  if (!binding)
    return settle(desk, active, {
      outcome: "RECORDED",
      protected: false,
      code: "NOT_BINDING",
      reason: "the deciding modules only observe",
    });
  if (!binds(state.mode) && intent.purpose === "ENTRY")
    return settle(desk, active, {
      outcome: "RECORDED",
      protected: false,
      code: "EXECUTION_OBSERVING",
      reason: `execution is ${state.mode}`,
    });
  if (intent.purpose === "ADD" || intent.purpose === "PROTECT")
    return settle(desk, active, {
      outcome: "REFUSED",
      protected: false,
      code: "MALFORMED_ORDER",
      reason: `execution carries out no ${intent.purpose}`,
    });
  const denial = compare(intent, state, limits);
  remember(desk, intent.intentId);
  if (denial) return settle(desk, active, { outcome: "REFUSED", protected: false, ...denial });
  if (intent.purpose === "ENTRY") state.entriesThisBar += 1;
  const order = submit(desk, {
    intentId: intent.intentId,
    tradeId: intent.tradeId,
    leg: intent.purpose,
    symbol: intent.symbol,
    side: intent.side,
    type: intent.type,
    quantity: intent.quantity,
    price: intent.price,
    triggerPrice: null,
    reduceOnly: intent.purpose === "EXIT",
    cycle: active.cycle,
    attempt: 0,
    leverage: intent.purpose === "ENTRY" ? intent.leverage : null,
  });
  active.orderId = order.clientOrderId;
  state.intents[intent.intentId] = active;
}

/** An order of ours ended: what that means for its intent and its trade. */
export function orderEnded(desk: Desk, ended: Ended): void {
  const { order } = ended;
  const active = desk.state.intents[order.intentId];
  if (active?.orderId === order.clientOrderId) workEnded(desk, active, ended);
  const trade = desk.state.trades[order.tradeId];
  if (trade && order.leg === "STOP" && trade.stopOrderId === order.clientOrderId) stopEnded(desk, trade, ended);
  if (trade && order.leg === "TAKE_PROFIT" && ended.how === "REJECTED") {
    raise(desk, {
      severity: "WARNING",
      code: "TAKE_PROFIT_REJECTED",
      message: `${order.symbol}: the take-profit was refused: ${ended.reason}`,
      action: "The stop rests; the position is managed without a take-profit.",
    });
  }
  if (trade) tidy(desk, trade);
  advance(desk, order.intentId);
}

/** The stop or take-profit rests now, or ended: an entry settles when its stop has an answer. */
export function advance(desk: Desk, intentId: string): void {
  const active = desk.state.intents[intentId];
  if (active?.stage !== "PROTECTING") return;
  const trade = desk.state.trades[active.intent.tradeId];
  if (!trade) return settleFilled(desk, active, true);
  const waiting = [trade.stopOrderId, trade.takeProfitOrderId].some((id) => {
    const status = id === null ? undefined : desk.state.orders[id]?.status;
    return status === "SUBMITTED" || status === "UNRESOLVED";
  });
  if (waiting) return;
  const resting = trade.stopOrderId !== null && desk.state.orders[trade.stopOrderId]?.status === "OPEN";
  if (resting || trade.quantity === "0") settleFilled(desk, active, true);
}

/** The entry or exit itself has ended. */
function workEnded(desk: Desk, active: ActiveIntent, ended: Ended): void {
  const { intent } = active;
  if (active.stage === "UNWINDING") {
    const flat = desk.state.trades[intent.tradeId]?.quantity ?? "0";
    const reason =
      flat === "0"
        ? "the stop could not be placed, so the position was closed again"
        : `the stop could not be placed and ${flat} could not be closed: ${ended.reason}`;
    return settle(desk, active, { outcome: "FILLED", protected: flat === "0", code: "UNPROTECTED", reason });
  }
  if (active.filledQuantity === "0") {
    const code: ReasonCode = ended.code ?? "NOT_FILLED";
    return settle(desk, active, { outcome: "REJECTED", protected: false, code, reason: ended.reason });
  }
  if (intent.purpose === "EXIT") return settleFilled(desk, active, true);
  active.stage = "PROTECTING";
  openTrade(desk, active);
}

/** A stop ended while its trade is still open: it is placed again; one that is refused means the position is closed. */
function stopEnded(desk: Desk, trade: OpenTrade, ended: Ended): void {
  if (trade.quantity === "0") return;
  const cycle = ended.order.cycle;
  if (ended.how !== "REJECTED") {
    raise(desk, {
      severity: "WARNING",
      code: "STOP_REPLACED",
      message: `${trade.symbol}: the stop ended (${ended.reason}) while ${trade.quantity} is open`,
      action: "It is placed again at the same price.",
    });
    return placeStop(desk, trade, cycle);
  }
  raise(desk, {
    severity: "CRITICAL",
    code: "UNPROTECTED",
    message: `${trade.symbol}: the exchange refused the stop: ${ended.reason}`,
    action: "The position is being closed at market.",
  });
  trade.stopOrderId = null;
  const exit = unwind(desk, trade, cycle);
  const active = desk.state.intents[trade.intentId];
  if (!active) return;
  active.stage = "UNWINDING";
  active.orderId = exit.clientOrderId;
}

function settleFilled(desk: Desk, active: ActiveIntent, isProtected: boolean): void {
  const complete = new Big(active.filledQuantity).gte(active.intent.quantity);
  settle(desk, active, {
    outcome: complete ? "FILLED" : "PARTIAL",
    protected: isProtected,
    code: null,
    reason: complete ? "filled" : "filled in part",
  });
}

function settle(desk: Desk, active: ActiveIntent, settlement: Settlement): void {
  const { intent, filledQuantity, filledCostUsd } = active;
  delete desk.state.intents[intent.intentId];
  const averagePrice = filledQuantity === "0" ? null : new Big(filledCostUsd).div(filledQuantity).round(12).toFixed();
  say(
    desk,
    "order.settled",
    {
      intentId: intent.intentId,
      tradeId: intent.tradeId,
      symbol: intent.symbol,
      purpose: intent.purpose,
      filledQuantity,
      averagePrice,
      ...settlement,
    },
    active.cycle,
  );
}

function remember(desk: Desk, intentId: string): void {
  const { recentIntents } = desk.state;
  recentIntents.push(intentId);
  if (recentIntents.length > desk.limits.rememberedIntents) recentIntents.splice(0, recentIntents.length - desk.limits.rememberedIntents);
}
