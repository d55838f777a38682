import { type PlanStep, REASON_CODES } from "@quantum/types";
import Big from "big.js";
import { childFrom, compareChild } from "./child-comparator.ts";
import { fresh } from "./comparator.ts";
import { type Desk, say } from "./desk.ts";
import { LEG_OF } from "./fills.ts";
import { openTrade } from "./open-trade.ts";
import type { Ended } from "./order-answers.ts";
import { cancel, type OrderSpecification, submit } from "./orders.ts";
import { armAhead, grows, guardsOf, protect } from "./protection.ts";
import { carriedOut, refuse } from "./settle.ts";
import type { AcceptedPlan, ActiveIntent, Ending, ExecutionState, TrackedOrder } from "./state.ts";

/** Carries an intent out, step by step of its plan; without one as one plain order. */
export function begin(desk: Desk, active: ActiveIntent, plan: AcceptedPlan | null): void {
  active.stage = "WORKING";
  active.plan = plan;
  proceed(desk, active);
}

/** The next order of an intent, or its end when there is nothing left to send. */
function proceed(desk: Desk, active: ActiveIntent): void {
  if (active.plan === null) return active.children === 0 ? plain(desk, active) : carriedOut(desk, active);
  const left = quantityLeft(desk.state, active);
  const step = active.plan.steps[active.step];
  if (active.abandoned || !step || left.lte(0) || isDust(desk.state, active, left)) return carriedOut(desk, active);
  active.step += 1;
  if (step.kind === "MAKER" && (step.untilAt ?? 0) <= newestClose(desk.state)) return proceed(desk, active);
  const child = childOf(desk, active, step, left);
  const denial = compareChild(child, active, desk);
  if (!denial) {
    if (step.kind === "MAKER") armAhead(desk, active);
    return sendChild(desk, active, child);
  }
  if (active.intent.purpose === "EXIT") {
    active.plan = null;
    return plain(desk, active);
  }
  active.abandoned = denial;
  carriedOut(desk, active);
}

/** One order for all that is left, as it was asked for. */
function plain(desk: Desk, active: ActiveIntent): void {
  const { intent } = active;
  const untouched = active.children === 0;
  const left = quantityLeft(desk.state, active);
  if (!untouched && left.lte(0)) return carriedOut(desk, active);
  const { type, price } = intent;
  sendChild(desk, active, {
    type,
    price,
    timeInForce: type === "LIMIT" ? "IOC" : null,
    quantity: untouched ? intent.quantity : left.toFixed(),
  });
}

function sendChild(desk: Desk, active: ActiveIntent, child: Pick<OrderSpecification, "type" | "price" | "timeInForce" | "quantity">): void {
  const { intent } = active;
  const { intentId, tradeId, symbol, side } = intent;
  if (active.plan !== null) desk.state.childMessagesThisBar += 1;
  const order = submit(desk, {
    intentId,
    tradeId,
    leg: LEG_OF[intent.purpose] ?? "EXIT",
    symbol,
    side,
    ...child,
    triggerPrice: null,
    reduceOnly: intent.purpose === "EXIT",
    cycle: active.cycle,
    attempt: active.children,
    leverage: intent.purpose === "ENTRY" && active.children === 0 ? intent.leverage : null,
  });
  active.children += 1;
  active.orderId = order.clientOrderId;
}

/** An entry's last step goes out as a limit at the guard, so that not even a thin book can fill it beyond. */
function childOf(desk: Desk, active: ActiveIntent, step: PlanStep, left: Big): ReturnType<typeof childFrom> {
  const quantity = (left.lt(step.quantity) ? left : new Big(step.quantity)).toFixed();
  return childFrom(step, { quantity, active, instrument: desk.state.instruments[active.intent.symbol] });
}

/** What may still be filled: the parent's rest, for an exit at most what is open. */
function quantityLeft(state: ExecutionState, { intent, filledQuantity }: ActiveIntent): Big {
  const left = new Big(intent.quantity).minus(filledQuantity);
  if (intent.purpose !== "EXIT") return left;
  const open = new Big(state.positions[intent.symbol] ?? "0").abs();
  return open.lt(left) ? open : left;
}

/** Too little for an order of its own. What reduces a position has no least value. */
function isDust(state: ExecutionState, { intent }: ActiveIntent, left: Big): boolean {
  const instrument = state.instruments[intent.symbol];
  if (!instrument) return true;
  return left.lt(instrument.minQuantity) || (intent.purpose !== "EXIT" && left.times(intent.referencePrice).lt(instrument.minNotionalUsd));
}

function newestClose({ waitingBars, lastCloseAt }: ExecutionState): number {
  return waitingBars[0]?.closeAt ?? lastCloseAt ?? 0;
}

/** The order that carries an intent out has ended: the next step, or the end. */
export function childEnded(desk: Desk, active: ActiveIntent, ended: Ended): void {
  active.orderId = null;
  active.lastEnd = { code: ended.code, reason: ended.reason };
  const byOthers = active.plan !== null && ended.how === "CANCELLED" && ended.order.status !== "CANCELLING";
  if (byOthers && grows(active)) active.abandoned ??= { code: "NOT_FILLED", reason: "somebody else took its order off the exchange" };
  if (active.plan === null) return carriedOut(desk, active);
  coverGrowth(desk, active);
  proceed(desk, active);
}

/** The order that carries an intent out rests: the cycle that asked need not wait, unless it is no longer wanted. */
export function childRests(desk: Desk, active: ActiveIntent, order: TrackedOrder): void {
  if (active.abandoned) return takeBack(desk, order);
  const untilAt = active.plan?.steps.findLast(({ kind }) => kind === "MAKER")?.untilAt ?? null;
  if (active.working || untilAt === null) return;
  active.working = true;
  const { intentId, tradeId, symbol, purpose } = active.intent;
  say(desk, "order.working", { intentId, tradeId, symbol, purpose, untilAt }, active.cycle);
}

/** What a working entry has filled so far is protected before it fills more. */
export function coverGrowth(desk: Desk, active: ActiveIntent): void {
  if (active.stage !== "WORKING" || !grows(active) || active.filledQuantity === "0") return;
  const trade = desk.state.trades[active.intent.tradeId] ?? openTrade(desk.state, active);
  protect(desk, trade, active.cycle);
  if (trade.quantity === "0") abandon(desk, active, { code: "NOT_FILLED", reason: "what it had filled was closed again by its stop" });
}

/** Nothing more is sent for an intent; what rests of it is taken back. */
export function abandon(desk: Desk, active: ActiveIntent, why: Ending): void {
  if (active.abandoned) return;
  if (active.stage === "PLANNING") {
    const { code, reason } = why;
    return refuse(desk, active, { code: code ?? "NOT_FILLED", reason }, "REFUSED");
  }
  active.abandoned = why;
  const order = active.orderId === null ? undefined : desk.state.orders[active.orderId];
  if (order?.status === "OPEN") takeBack(desk, order);
}

/** Entries and additions that are not done end here, with what they filled. */
export function abandonEntries(desk: Desk, code: keyof typeof REASON_CODES): void {
  for (const active of Object.values(desk.state.intents))
    if (grows(active) && (active.stage === "PLANNING" || active.stage === "WORKING"))
      abandon(desk, active, { code, reason: REASON_CODES[code] });
}

/** What was to rest until this close, or whose decision is too old by then, is taken back. */
export function endDue(desk: Desk, closeAt: number): void {
  for (const active of Object.values(desk.state.intents)) {
    const order = active.orderId === null ? undefined : desk.state.orders[active.orderId];
    if (active.plan === null || order?.status !== "OPEN") continue;
    const stale = grows(active) ? fresh(active.intent, { lastCloseAt: closeAt }, desk.limits) : null;
    if (stale) abandon(desk, active, stale);
    else if ((active.plan.steps[active.step - 1]?.untilAt ?? 0) <= closeAt) takeBack(desk, order);
  }
}

/**
 * True while something is on its way that has to end before the next bars go out: what ends with them, and stops that do not rest yet. An order
 * of unknown fate is not waited for; that can take seconds.
 */
export function isOnItsWay({ state }: Desk): boolean {
  const moving = (order: TrackedOrder | undefined): boolean => order?.status === "SUBMITTED" || order?.status === "CANCELLING";
  const working = Object.values(state.intents).some(
    (active) => active.working && active.orderId !== null && moving(state.orders[active.orderId]),
  );
  return (
    working ||
    Object.values(state.trades).some(
      (trade) => (trade.quantity !== "0" || trade.ahead) && guardsOf(state, trade).some((order) => moving(order)),
    )
  );
}

function takeBack(desk: Desk, order: TrackedOrder): void {
  desk.state.childMessagesThisBar += 1;
  cancel(desk, order);
}
