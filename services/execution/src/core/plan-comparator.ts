import type { EventData, Instrument, Intent, PlanStep } from "@quantum/types";
import Big from "big.js";
import type { Denial } from "./comparator.ts";
import type { ExecutionLimits } from "./limits.ts";
import type { ExecutionState } from "./state.ts";

type Plan = EventData<"order.planned">;
type PlanRule = (plan: Plan, intent: Intent, known: { state: ExecutionState; limits: ExecutionLimits }) => Denial | null;

const PLAN_RULES: readonly PlanRule[] = [planFits, stepsWellFormed, guardNearArrival, withinGuard];

/** Whether a plan may be followed, judged by itself and not by who made it. A rule that throws denies. */
export function comparePlan(plan: Plan, intent: Intent, known: { state: ExecutionState; limits: ExecutionLimits }): Denial | null {
  for (const rule of PLAN_RULES) {
    try {
      const denial = rule(plan, intent, known);
      if (denial) return denial;
    } catch (error) {
      return { code: "MALFORMED_ORDER", reason: `${rule.name} could not judge the plan: ${(error as Error).message}` };
    }
  }
  return null;
}

/** EX-11: a plan is for exactly this order and has no more steps than orders are allowed. */
function planFits(plan: Plan, intent: Intent, { limits }: { limits: ExecutionLimits }): Denial | null {
  if (plan.intentId !== intent.intentId || plan.tradeId !== intent.tradeId || plan.symbol !== intent.symbol)
    return { code: "MALFORMED_ORDER", reason: "the plan is for another order" };
  if (plan.steps.length <= limits.childrenPerParent) return null;
  return { code: "MESSAGE_BUDGET", reason: `the plan has ${plan.steps.length} steps; the limit is ${limits.childrenPerParent}` };
}

/** EX-12: every step is an order the exchange can take, of no more than the parent; what rests says until when. */
function stepsWellFormed(plan: Plan, intent: Intent, { state }: { state: ExecutionState }): Denial | null {
  const instrument = state.instruments[intent.symbol] as Instrument;
  for (const [place, step] of plan.steps.entries()) {
    const quantity = new Big(step.quantity);
    if (quantity.gt(intent.quantity))
      return { code: "CHILD_EXCEEDS_PARENT", reason: `step ${place + 1} is for ${step.quantity} of ${intent.quantity}` };
    const fault = quantityFault(step, instrument) ?? priceFault(step, instrument);
    if (fault) return { code: "MALFORMED_ORDER", reason: `step ${place + 1}: ${fault}` };
  }
  return null;
}

function quantityFault({ quantity }: PlanStep, { stepSize }: Instrument): string | null {
  return new Big(quantity).gt(0) && new Big(quantity).mod(stepSize).eq(0)
    ? null
    : `quantity ${quantity} is not a positive multiple of ${stepSize}`;
}

function priceFault({ kind, price, untilAt }: PlanStep, { tickSize }: Instrument): string | null {
  if (kind === "MARKET") return price === null ? null : "a market order has no price";
  if (kind === "MAKER" && untilAt === null) return "it would rest for ever";
  return price !== null && new Big(price).gt(0) && new Big(price).mod(tickSize).eq(0)
    ? null
    : `price ${price} is not a positive multiple of ${tickSize}`;
}

/** EX-13: an entry has a guard, and a guard lies no further from arrival than execution's collar. */
function guardNearArrival({ guardPrice }: Plan, intent: Intent, { limits }: { limits: ExecutionLimits }): Denial | null {
  if (guardPrice === null) return intent.purpose === "EXIT" ? null : { code: "PRICE_COLLAR", reason: "an entry's plan has no guard" };
  const limit = new Big(intent.referencePrice).times(limits.collarRatio);
  const distance = new Big(guardPrice).minus(intent.referencePrice).abs();
  if (new Big(guardPrice).gt(0) && distance.lte(limit)) return null;
  return {
    code: "PRICE_COLLAR",
    reason: `guard ${guardPrice} lies ${distance.toFixed()} from ${intent.referencePrice}; the limit is ${limit.toFixed()}`,
  };
}

/** EX-14: no step of a plan is priced beyond its guard. */
function withinGuard({ guardPrice, steps }: Plan, intent: Intent): Denial | null {
  if (guardPrice === null) return null;
  const outside = steps.find(
    ({ price }) =>
      price !== null &&
      new Big(price)
        .minus(guardPrice)
        .times(intent.side === "BUY" ? 1 : -1)
        .gt(0),
  );
  return outside ? { code: "PRICE_COLLAR", reason: `a step at ${outside.price} is beyond the guard ${guardPrice}` } : null;
}
