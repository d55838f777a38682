import type { Instrument, PlanStep } from "@quantum/types";
import Big from "big.js";
import { type Denial, fresh } from "./comparator.ts";
import type { Desk } from "./desk.ts";
import { LEG_OF } from "./fills.ts";
import type { OrderSpecification } from "./orders.ts";
import type { ActiveIntent } from "./state.ts";

/** One order of a plan, before it leaves. */
export type Child = Pick<OrderSpecification, "type" | "price" | "timeInForce" | "quantity">;

type ChildRule = (child: Child, active: ActiveIntent, desk: Desk) => Denial | null;

const CHILD_RULES: readonly ChildRule[] = [stillFresh, withinParent, fewEnough, insideGuard];

/** The last look before one order of a plan leaves, from the books alone and not from the plan. A rule that throws denies. */
export function compareChild(child: Child, active: ActiveIntent, desk: Desk): Denial | null {
  for (const rule of CHILD_RULES) {
    try {
      const denial = rule(child, active, desk);
      if (denial) return denial;
    } catch (error) {
      return { code: "MALFORMED_ORDER", reason: `${rule.name} could not judge it: ${(error as Error).message}` };
    }
  }
  return null;
}

/** The order a step becomes. An entry takes the rest at its guard and not beyond; an exit takes it at any price. */
export function childFrom(
  step: PlanStep,
  { quantity, active, instrument }: { quantity: string; active: ActiveIntent; instrument: Instrument | undefined },
): Child {
  if (step.kind === "MAKER") return { type: "LIMIT", price: step.price, timeInForce: "GTX", quantity };
  if (step.kind === "IOC") return { type: "LIMIT", price: step.price, timeInForce: "IOC", quantity };
  const guard = active.plan?.guardPrice ?? null;
  if (active.intent.purpose === "EXIT" || guard === null) return { type: "MARKET", price: null, timeInForce: null, quantity };
  return { type: "LIMIT", price: inwards(guard, active.intent.side, instrument?.tickSize ?? "0"), timeInForce: "IOC", quantity };
}

/** The age of a decision, for each order anew: one of unknown fate can outlast its decision, and the next one may not carry it out. */
function stillFresh(_: Child, { intent }: ActiveIntent, { state, limits }: Desk): Denial | null {
  return intent.purpose === "EXIT" ? null : fresh(intent, state, limits);
}

/** EX-15: what the orders of a parent have filled and may still fill is never more than the parent. */
function withinParent(child: Child, active: ActiveIntent, { state }: Desk): Denial | null {
  const { intent, filledQuantity } = active;
  const open = Object.values(state.orders).filter(({ intentId, leg }) => intentId === intent.intentId && leg === LEG_OF[intent.purpose]);
  const sum = open.reduce(
    (total, order) => total.plus(order.quantity).minus(order.filledQuantity),
    new Big(filledQuantity).plus(child.quantity),
  );
  if (new Big(child.quantity).gt(0) && sum.lte(intent.quantity)) return null;
  return { code: "CHILD_EXCEEDS_PARENT", reason: `with ${child.quantity} it could come to ${sum.toFixed()} of ${intent.quantity}` };
}

/** EX-16: at most so many orders for one parent, and so many messages for all plans in a bar. */
function fewEnough(_: Child, active: ActiveIntent, { state, limits }: Desk): Denial | null {
  if (active.children >= limits.childrenPerParent)
    return { code: "MESSAGE_BUDGET", reason: `${active.children} orders were sent for it; the limit is ${limits.childrenPerParent}` };
  if (state.childMessagesThisBar < limits.childMessagesPerBar) return null;
  return {
    code: "MESSAGE_BUDGET",
    reason: `${state.childMessagesThisBar} messages were sent for plans in this bar; the limit is ${limits.childMessagesPerBar}`,
  };
}

/** EX-17: no order of an entry may fill beyond its guard, and its last step only goes out while the market is inside it. */
function insideGuard(child: Child, { intent, plan }: ActiveIntent, { state }: Desk): Denial | null {
  if (intent.purpose === "EXIT") return null;
  const guard = plan?.guardPrice ?? null;
  if (guard === null || child.price === null)
    return { code: "PRICE_COLLAR", reason: "an entry without a guard is not carried out by a plan" };
  const quote = state.quotes[intent.symbol];
  if (!quote) return { code: "DATA_MISSING", reason: `no quote of ${intent.symbol}` };
  const buys = intent.side === "BUY";
  if (beyond(child.price, guard, buys)) return { code: "PRICE_COLLAR", reason: `${child.price} is beyond the guard ${guard}` };
  const touch = buys ? quote.ask : quote.bid;
  const takes =
    child.timeInForce === "IOC" && child.price === inwards(guard, intent.side, state.instruments[intent.symbol]?.tickSize ?? "0");
  if (takes && beyond(touch, guard, buys)) return { code: "PRICE_COLLAR", reason: `the market at ${touch} is beyond the guard ${guard}` };
  return null;
}

function beyond(price: string | number, guard: string, buys: boolean): boolean {
  return buys ? new Big(price).gt(guard) : new Big(price).lt(guard);
}

/** The nearest price on the tick that is not beyond the guard. */
function inwards(guard: string, side: "BUY" | "SELL", tickSize: string): string {
  const ticks = new Big(guard).div(tickSize);
  return ticks
    .round(0, side === "BUY" ? Big.roundDown : Big.roundUp)
    .times(tickSize)
    .toFixed();
}
