import { Exact, multipleBelow, smaller, text } from "@quantum/exact";
import type { Finding } from "./desk.ts";
import type { TradingBotSettings } from "./limits.ts";
import type { Contract } from "./state.ts";
import type { Levels } from "./stop-and-target.ts";

/** How large a trade is, and how that was found. */
export interface Size {
  readonly equityUsd: string;
  readonly riskUsd: string;
  readonly quantityByRisk: string;
  readonly quantityByNotional: string;
  readonly maxQuantity: string;
  readonly stepSize: string;
  readonly quantity: string;
  readonly notionalUsd: string;
}

/**
 * TB-09: lose a fixed share of equity when the stop is hit, never hold more than a share of equity in one position, never more than
 * the exchange takes at once; rounded down to the step. Below the exchange's minimum there is no trade.
 */
export function positionSize(equityUsd: string, levels: Levels, contract: Contract, settings: TradingBotSettings): Size {
  const equity = new Exact(equityUsd);
  const riskUsd = equity.times(settings.riskRatio);
  const byRisk = riskUsd.div(levels.stopDistance);
  const byNotional = equity.times(settings.maxNotionalRatio).div(levels.referencePrice);
  const wanted = smaller(smaller(byRisk, byNotional), new Exact(contract.maxQuantity));
  const quantity = multipleBelow(wanted, contract.stepSize);
  return {
    equityUsd,
    riskUsd: text(riskUsd),
    quantityByRisk: text(byRisk),
    quantityByNotional: text(byNotional),
    maxQuantity: contract.maxQuantity,
    stepSize: contract.stepSize,
    quantity: text(quantity),
    notionalUsd: text(quantity.times(levels.referencePrice)),
  };
}

/** Whether the exchange takes an order of this size. */
export function tradableSize(
  { quantity, notionalUsd }: Pick<Size, "quantity" | "notionalUsd">,
  { minQuantity, minNotionalUsd }: Contract,
): Finding {
  const passed = new Exact(quantity).gt(0) && new Exact(quantity).gte(minQuantity) && new Exact(notionalUsd).gte(minNotionalUsd);
  const reason = `${quantity} worth ${notionalUsd} USD; the exchange wants at least ${minQuantity} and ${minNotionalUsd} USD`;
  return { rule: "TB-09", passed, observed: quantity, limit: minQuantity, reason };
}
