import { binds, type FleetEvent } from "@quantum/types";
import Big from "big.js";
import { compare } from "./comparator.ts";
import { type Desk, raise } from "./desk.ts";
import { type Ended, exchangeCode, NEVER_ARRIVED, NOTHING_TO_REDUCE, WOULD_TRIGGER } from "./order-answers.ts";
import { cancel } from "./orders.ts";
import { awaitPlan, isPlanned } from "./planning.ts";
import { forgetGuard, grows, guardRefused, protect, restingStop, uncovered, unwind } from "./protection.ts";
import { advance, intentsOf, refuse, settle } from "./settle.ts";
import type { ActiveIntent, Ending, OpenTrade, TrackedOrder } from "./state.ts";
import { abandon, begin, childEnded, childRests } from "./working.ts";

/** risk_safety cleared an order: the last comparison, then it is carried out. */
export function cleared(desk: Desk, event: FleetEvent<"order.cleared">): void {
  const { intent, binding } = event.data;
  const { state, limits } = desk;
  const active = activeFrom(event);
  if (event.source !== "risk_safety")
    return refuse(desk, active, { code: "NOT_CLEARED", reason: `cleared by ${event.source}, not by risk_safety` }, "REFUSED");
  if (!binding) return refuse(desk, active, { code: "NOT_BINDING", reason: "the deciding modules only observe" }, "RECORDED");
  if (!binds(state.mode) && (grows(active) || intent.addition !== undefined))
    return refuse(desk, active, { code: "EXECUTION_OBSERVING", reason: `execution is ${state.mode}` }, "RECORDED");
  const denial = compare(intent, state, limits);
  remember(desk, intent.intentId);
  if (denial) return refuse(desk, active, denial, "REFUSED");
  state.intents[intent.intentId] = active;
  if (intent.purpose === "PROTECT") return move(desk, active);
  if (grows(active)) state.entriesThisBar += 1;
  if (intent.purpose === "EXIT") endGrowth(desk, intent.tradeId);
  if (intent.purpose !== "ADD" && isPlanned(desk)) return awaitPlan(desk, active);
  begin(desk, active, null);
}

function activeFrom({ data, cycle }: FleetEvent<"order.cleared">): ActiveIntent {
  return {
    intent: data.intent,
    cycle: cycle ?? null,
    filledQuantity: "0",
    filledCostUsd: "0",
    stage: "WORKING",
    orderId: null,
    plan: null,
    step: 0,
    children: 0,
    working: false,
    abandoned: null,
    lastEnd: null,
  };
}

/** The stop of a trade goes to its new price; the take-profit follows once it rests there. */
function move(desk: Desk, active: ActiveIntent): void {
  const trade = desk.state.trades[active.intent.tradeId] as OpenTrade;
  active.stage = "MOVING";
  trade.stopPrice = active.intent.stopPrice as string;
  trade.refusedStop = null;
  trade.refusedTakeProfit = null;
  protect(desk, trade, active.cycle);
  advance(desk, trade);
}

/** A trade that is to be left does not grow any more. */
function endGrowth(desk: Desk, tradeId: string): void {
  for (const active of intentsOf(desk, tradeId))
    if (grows(active) && (active.stage === "PLANNING" || active.stage === "WORKING"))
      abandon(desk, active, { code: "NOT_FILLED", reason: "the trade is being left" });
}

/** An order of ours has an answer, but no end yet: it rests, or is being asked for. */
export function orderAnsweredOpen(desk: Desk, order: TrackedOrder): void {
  const active = desk.state.intents[order.intentId];
  const carriesOut = order.leg === "ENTRY" || order.leg === "EXIT";
  if (carriesOut && order.status === "OPEN") {
    if (active?.orderId === order.clientOrderId) childRests(desk, active, order);
    else cancel(desk, order);
  }
  follow(desk, order);
}

/** An order of ours ended: what that means for its intent and its trade. */
export function orderEnded(desk: Desk, ended: Ended): void {
  const { order } = ended;
  const active = intentsOf(desk, order.tradeId).find(({ orderId }) => orderId === order.clientOrderId);
  if (active?.stage === "WORKING") childEnded(desk, active, ended);
  else if (active) active.orderId = null;
  const trade = desk.state.trades[order.tradeId];
  if (trade) guardEnded(desk, trade, ended);
  if (trade && (trade.unwindOrderId === order.clientOrderId || active?.stage === "UNWINDING")) unwound(desk, trade, ended);
  follow(desk, order);
}

/** Brings a trade's protection on, and with it the intents that wait for it. */
function follow(desk: Desk, { tradeId, cycle }: Pick<TrackedOrder, "tradeId" | "cycle">): void {
  const trade = desk.state.trades[tradeId];
  if (trade) protect(desk, trade, cycle);
  advance(desk, { tradeId });
}

function guardEnded(desk: Desk, trade: OpenTrade, ended: Ended): void {
  const { order, how, reason } = ended;
  const place = forgetGuard(trade, order.clientOrderId);
  if (place === null) return;
  if (trade.quantity === "0") return trade.ahead && order.leg === "STOP" ? aheadEnded(desk, trade, ended) : undefined;
  if (order.leg === "STOP") return stopEnded(desk, trade, ended);
  if (how === "REJECTED") {
    guardRefused(desk.state, trade, order);
    raise(desk, {
      severity: "WARNING",
      code: "TAKE_PROFIT_REJECTED",
      message: `${order.symbol}: the take-profit was refused: ${reason}`,
      action: "The stop rests; the position is managed without it.",
    });
  } else if (place === "resting" && trade.takeProfitOrderId === null) trade.takeProfitPrice = null;
}

/**
 * A stop that waited for an entry has ended before it. Where the price has passed it, or somebody took it away, the entry is given up. Where the
 * exchange did not take it, the stop follows at the first fill: every stop, if it takes none without a position; this one, whatever else was wrong.
 */
function aheadEnded(desk: Desk, trade: OpenTrade, { order, how, reason }: Ended): void {
  const refused = how === "REJECTED" && order.exchangeOrderId === null;
  const code = exchangeCode(reason);
  if (refused && code === NEVER_ARRIVED) return;
  if (refused && code !== WOULD_TRIGGER) return notAhead(desk, trade, reason);
  const passed = { code: "STOP_PASSED", reason: `the price passed the stop at ${trade.stopPrice} before the entry filled` } as const;
  const gone = { code: "NOT_FILLED", reason: `its stop is gone: ${reason}` } as const;
  for (const active of intentsOf(desk, trade.tradeId)) if (grows(active)) abandon(desk, active, how === "REJECTED" ? passed : gone);
}

function notAhead(desk: Desk, { symbol }: OpenTrade, reason: string): void {
  const never = exchangeCode(reason) === NOTHING_TO_REDUCE;
  if (never) desk.state.stopsAhead = false;
  raise(desk, {
    severity: "INFO",
    code: never ? "STOPS_NOT_AHEAD" : "STOP_NOT_AHEAD",
    message: `${symbol}: the exchange ${never ? "takes no stop before there is a position" : "refused the stop ahead of its entry"}: ${reason}`,
    action: `None; ${never ? "stops are placed at the first fill from now on, until execution starts again" : "it is placed at the first fill"}.`,
  });
}

/** A stop ended while its trade is still open: it is placed again; what a refused one leaves without cover is closed. */
function stopEnded(desk: Desk, trade: OpenTrade, { order, how, reason }: Ended): void {
  if (how !== "REJECTED") {
    raise(desk, {
      severity: "WARNING",
      code: "STOP_REPLACED",
      message: `${trade.symbol}: the stop ended (${reason}) while ${trade.quantity} is open`,
      action: "It is placed again at the same price.",
    });
    return;
  }
  guardRefused(desk.state, trade, order);
  rejectMoves(desk, trade, reason);
  const bare = uncovered(desk.state, trade);
  if (bare.lte(0)) return;
  const why = whyBare(trade, reason);
  raise(desk, {
    severity: "CRITICAL",
    code: why.code,
    message: `${trade.symbol}: ${why.reason}`,
    action: "What it was to cover is being closed at market.",
  });
  startUnwinding(desk, trade, { quantity: bare, cycle: order.cycle, why });
}

/** Why no stop covers a trade: its time has come already, so that closing is what the stop would have done, or the exchange does not take it. */
function whyBare({ stopPrice }: OpenTrade, reason: string): { code: "STOP_PASSED" | "UNPROTECTED"; reason: string } {
  return exchangeCode(reason) === WOULD_TRIGGER
    ? { code: "STOP_PASSED", reason: `the price had passed the stop at ${stopPrice} before it could rest` }
    : { code: "UNPROTECTED", reason: `the exchange refused the stop: ${reason}` };
}

/** The old stop still rests: whoever wanted to move it is told so. */
function rejectMoves(desk: Desk, trade: OpenTrade, reason: string): void {
  const resting = restingStop(desk.state, trade);
  for (const active of intentsOf(desk, trade.tradeId))
    if (active.stage === "MOVING")
      settle(desk, active, { outcome: "REJECTED", protected: resting !== null, code: "EXCHANGE_REJECTED", reason });
}

function startUnwinding(desk: Desk, trade: OpenTrade, bare: { quantity: Big; cycle: number | null; why: Ending }): void {
  for (const active of intentsOf(desk, trade.tradeId)) {
    if (!grows(active)) continue;
    abandon(desk, active, bare.why);
    active.abandoned = bare.why;
    active.stage = "UNWINDING";
  }
  if (trade.unwindOrderId === null) unwind(desk, trade, bare.quantity, bare.cycle);
}

/**
 * What could not be protected has been closed, or could not be closed either, or the order that made it has ended. What filled meanwhile is closed
 * too; the last word is said once nothing can fill any more.
 */
function unwound(desk: Desk, trade: OpenTrade, { how, reason, order }: Ended): void {
  const failed = trade.unwindOrderId === order.clientOrderId && how !== "FILLED";
  if (trade.unwindOrderId === order.clientOrderId) trade.unwindOrderId = null;
  if (trade.unwindOrderId !== null) return;
  const waiting = intentsOf(desk, trade.tradeId).filter(({ stage }) => stage === "UNWINDING");
  const bare = trade.quantity === "0" ? new Big(0) : uncovered(desk.state, trade);
  if (bare.gt(0) && !failed) return unwind(desk, trade, bare, order.cycle);
  if (waiting.some(({ orderId }) => orderId !== null)) return;
  for (const active of waiting) {
    const safe = bare.lte(0);
    const why = safe ? "so the position was closed again" : `and ${bare.toFixed()} could not be closed: ${reason}`;
    const complete = new Big(active.filledQuantity).gte(active.intent.quantity);
    const outcome = complete ? "FILLED" : "PARTIAL";
    const code = active.abandoned?.code ?? "UNPROTECTED";
    settle(desk, active, {
      outcome,
      protected: safe,
      code,
      reason: `${active.abandoned?.reason ?? "the stop could not be placed"}, ${why}`,
    });
  }
}

function remember(desk: Desk, intentId: string): void {
  const { recentIntents } = desk.state;
  recentIntents.push(intentId);
  if (recentIntents.length > desk.limits.rememberedIntents) recentIntents.splice(0, recentIntents.length - desk.limits.rememberedIntents);
}
