import { Exact, multipleAbove, multipleBelow, text } from "@quantum/exact";
import type { Direction } from "@quantum/types";
import type { TradingBotSettings } from "./limits.ts";

/** Where a trade would be left, and how that was found. Prices and distances in quote currency. */
export interface Levels {
  readonly referencePrice: string;
  readonly atrRatio: number;
  /** Share of price before rounding to the tick. */
  readonly stopRatio: number;
  readonly stopPrice: string;
  readonly stopDistance: string;
  readonly takeProfitPrice: string;
  readonly takeProfitDistance: string;
}

/** What the levels are computed from. */
export interface LevelInputs {
  readonly direction: Direction;
  readonly close: number;
  readonly atrRatio: number;
  readonly tickSize: string;
}

/**
 * TB-08: the stop is a multiple of the average true range away, within limits; the target a multiple of the stop's distance. Both are
 * rounded to the tick away from the price, so that neither distance shrinks. Null when no positive price is left for one of them.
 */
export function stopAndTarget(inputs: LevelInputs, settings: TradingBotSettings): Levels | null {
  const { direction, atrRatio, tickSize } = inputs;
  const price = new Exact(inputs.close);
  const stopRatio = Math.min(settings.stopMaxRatio, Math.max(settings.stopMinRatio, settings.stopAtrMultiple * atrRatio));
  const away = price.times(stopRatio);
  const stop = direction === "LONG" ? multipleBelow(price.minus(away), tickSize) : multipleAbove(price.plus(away), tickSize);
  const stopDistance = stop.minus(price).abs();
  const further = stopDistance.times(settings.takeProfitMultiple);
  const target = direction === "LONG" ? multipleAbove(price.plus(further), tickSize) : multipleBelow(price.minus(further), tickSize);
  if (!stop.gt(0) || !target.gt(0)) return null;
  return {
    referencePrice: text(price),
    atrRatio,
    stopRatio,
    stopPrice: text(stop),
    stopDistance: text(stopDistance),
    takeProfitPrice: text(target),
    takeProfitDistance: text(target.minus(price).abs()),
  };
}
