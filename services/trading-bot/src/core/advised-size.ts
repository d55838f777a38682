import { Exact, multipleBelow, text } from "@quantum/exact";
import type { ReasonCode, Signal } from "@quantum/types";
import type { Finding } from "./desk.ts";
import type { Contract } from "./state.ts";
import type { Levels } from "./stop-and-target.ts";
import type { SizesWord, SizeWord } from "./words.ts";

const DECIMAL = /^\d+(\.\d+)?$/;

/** A size that is taken over as it is: quantity, leverage, stop and target of one calculation. */
export interface AdvisedPlan {
  readonly calculation: SizeWord;
  readonly equityUsd: string;
  readonly levels: Levels;
  readonly finding: Finding;
}

/**
 * TB-26: while trading_mathematician binds, size, leverage, stop and target of an entry are those of its one calculation for symbol and
 * side, and TB-08, TB-09 and TB-14 are not asked. No calculation, a refused one, more than one, or one that does not fit the contract or the
 * price: no entry.
 */
export function advisedSize(signal: Signal, word: SizesWord, contract: Contract): AdvisedPlan | { code: ReasonCode; finding: Finding } {
  const { symbol, side } = signal;
  const found = word.sizes.filter((size) => size.symbol === symbol && size.direction === side);
  const [calculation] = found;
  const equityUsd = word.equityUsd;
  if (calculation === undefined) return refused(`trading_mathematician says nothing about ${symbol} ${side}`);
  if (found.length > 1) return refused(`trading_mathematician speaks ${found.length} times about ${symbol} ${side}`);
  if (calculation.outcome !== "SIZED" || equityUsd === null) return refused(`trading_mathematician refuses: ${calculation.reason}`);
  const levels = levelsOf(calculation, signal);
  const odd = levels === null ? "a level is missing or on the wrong side" : oddity(calculation, levels, contract);
  if (levels === null || odd !== null) return refused(`its size does not fit: ${odd}`);
  const { quantity, leverage, riskUsd } = calculation;
  const reason = `trading_mathematician sizes ${quantity} at leverage ${leverage}, ${Number(riskUsd.toFixed(2))} USD at risk, stop ${levels.stopPrice}, target ${levels.takeProfitPrice}`;
  return { calculation, equityUsd, levels, finding: { rule: "TB-26", passed: true, observed: quantity, limit: quantity, reason } };
}

/** Its stop and target as trading_bot writes them; null unless the stop is on the losing side of the price and the target on the other. */
function levelsOf({ direction, stopPrice, takeProfitPrice, referencePrice }: SizeWord, { close, atrRatio }: Signal): Levels | null {
  if (stopPrice === null || takeProfitPrice === null || atrRatio === null) return null;
  if (![stopPrice, takeProfitPrice, referencePrice].every((price) => DECIMAL.test(price)) || !new Exact(referencePrice).eq(close))
    return null;
  const [price, stop, target] = [new Exact(referencePrice), new Exact(stopPrice), new Exact(takeProfitPrice)];
  const sign = direction === "LONG" ? 1 : -1;
  const [stopDistance, takeProfitDistance] = [price.minus(stop).times(sign), target.minus(price).times(sign)];
  if (!stop.gt(0) || !target.gt(0) || !stopDistance.gt(0) || !takeProfitDistance.gt(0)) return null;
  return {
    referencePrice: text(price),
    atrRatio,
    stopRatio: stopDistance.div(price).toNumber(),
    stopPrice: text(stop),
    stopDistance: text(stopDistance),
    takeProfitPrice: text(target),
    takeProfitDistance: text(takeProfitDistance),
  };
}

function oddity({ quantity, leverage }: SizeWord, { stopPrice, takeProfitPrice }: Levels, contract: Contract): string | null {
  const { stepSize, tickSize, maxQuantity, maxLeverage } = contract;
  const isMultiple = (figure: string, step: string) => multipleBelow(new Exact(figure), step).eq(figure);
  if (!DECIMAL.test(quantity) || !new Exact(quantity).gt(0)) return `quantity ${quantity}`;
  if (!isMultiple(quantity, stepSize) || new Exact(quantity).gt(maxQuantity)) return `quantity ${quantity} at a step of ${stepSize}`;
  if (!isMultiple(stopPrice, tickSize) || !isMultiple(takeProfitPrice, tickSize)) return `a level beside the tick of ${tickSize}`;
  return Number.isInteger(leverage) && leverage >= 1 && leverage <= maxLeverage ? null : `leverage ${leverage} of ${maxLeverage}`;
}

function refused(reason: string): { code: ReasonCode; finding: Finding } {
  return { code: "SIZE_REFUSED", finding: { rule: "TB-26", passed: false, observed: null, limit: null, reason } };
}
