import { type Exact, multipleAbove, multipleBelow } from "@quantum/exact";
import type { Direction } from "@quantum/types";

/** Stop and target on the exchange's ticks. */
export interface Levels {
  readonly stopPrice: Exact;
  readonly takeProfitPrice: Exact;
  /** The stop's distance as a share of price, after rounding. */
  readonly stopRatio: number;
  readonly takeProfitRatio: number;
}

/** Both are rounded away from the price, so that neither distance shrinks. Null when no positive price is left for one of them. */
export function levelsOf(
  trade: { readonly direction: Direction; readonly price: Exact; readonly tickSize: string },
  stopRatio: number,
  takeProfitMultiple: number,
): Levels | null {
  const { direction, price, tickSize } = trade;
  const long = direction === "LONG";
  const away = price.times(stopRatio);
  const stopPrice = long ? multipleBelow(price.minus(away), tickSize) : multipleAbove(price.plus(away), tickSize);
  const distance = stopPrice.minus(price).abs();
  const further = distance.times(takeProfitMultiple);
  const takeProfitPrice = long ? multipleAbove(price.plus(further), tickSize) : multipleBelow(price.minus(further), tickSize);
  if (!stopPrice.gt(0) || !takeProfitPrice.gt(0)) return null;
  const share = (level: Exact) => level.minus(price).abs().div(price).toNumber();
  return { stopPrice, takeProfitPrice, stopRatio: share(stopPrice), takeProfitRatio: share(takeProfitPrice) };
}
