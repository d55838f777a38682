import { Exact } from "@quantum/exact";
import type { Finding } from "./finding.ts";
import type { Contract } from "./state.ts";

/** TM-08: what is left after rounding down is at least what the exchange takes. */
export function tradableSize(quantity: Exact, notionalUsd: Exact, { minQuantity, minNotionalUsd }: Contract): Finding {
  const passed = quantity.gt(0) && quantity.gte(minQuantity) && notionalUsd.gte(minNotionalUsd);
  const reason = `${quantity.toFixed()} worth ${notionalUsd.toFixed()} USD; the exchange wants at least ${minQuantity} and ${minNotionalUsd} USD`;
  return { passed, observed: quantity.toFixed(), limit: minQuantity, reason };
}

/** The largest order the exchange takes, in whole steps, that is worth at most this much. */
export function quantityWorth(notionalUsd: number, price: Exact, { stepSize, maxQuantity }: Contract): Exact {
  const wanted = new Exact(notionalUsd).div(price);
  const most = wanted.lt(maxQuantity) ? wanted : new Exact(maxQuantity);
  return most.div(stepSize).round(0, Exact.roundDown).times(stepSize);
}
