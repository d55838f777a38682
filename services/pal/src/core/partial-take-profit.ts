import { type Exact, multipleBelow, text } from "@quantum/exact";
import type { Plan } from "./case.ts";
import { LIMITS } from "./limits.ts";
import { type Idea, no, worstPrice } from "./rule.ts";

const RULE = "PAL-07";

/** PAL-07: a third of the position is closed, once, when the trade has won much and the price has run far ahead of its average. */
export function partialTakeProfit(plan: Plan): Idea {
  const {
    sign,
    rMultiple,
    scaledOut,
    quantity,
    mark,
    trend,
    contract,
    case: { profile },
  } = plan;
  if (rMultiple < profile.partialFromR) return no(RULE, rMultiple, profile.partialFromR, `R is below ${profile.partialFromR}`);
  if (scaledOut) return no(RULE, text(quantity), null, "part of it was already taken off");
  const ahead = ((trend.close - trend.fast) * sign) / trend.atr;
  if (ahead < profile.stretchedAtr)
    return no(RULE, ahead, profile.stretchedAtr, `the price is ${Number(ahead.toFixed(2))} ranges ahead of its average`);
  const taken = multipleBelow(quantity.times(LIMITS.partialRatio), contract.stepSize);
  const tradable = (size: Exact) => size.gte(contract.minQuantity) && size.gt(0) && size.times(mark).gte(contract.minNotionalUsd);
  if (!tradable(taken) || !tradable(quantity.minus(taken)))
    return no(RULE, text(taken), contract.minQuantity, "a third is not a size the exchange takes");
  const limitPrice = worstPrice(plan, sign < 0);
  const reason = `R ${Number(rMultiple.toFixed(4))} and ${Number(ahead.toFixed(2))} ranges ahead of its average: takes ${text(taken)} of ${text(quantity)} off`;
  const finding = { rule: RULE, passed: true, observed: rMultiple, limit: profile.partialFromR, reason };
  return { finding, proposal: { action: "PARTIAL_TAKE_PROFIT", steps: ["REDUCE"], quantity: taken, limitPrice } };
}
