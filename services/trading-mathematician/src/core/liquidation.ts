import type { Direction } from "@quantum/types";
import { type Finding, percent } from "./finding.ts";
import { LIMITS, type MathematicianSettings } from "./limits.ts";

/** What a position pays besides its price: shares of notional. */
export interface Terms {
  readonly maintenanceMarginRatio: number;
  readonly takerFeeRatio: number;
  /** The next funding rate, either sign. */
  readonly fundingRatio: number;
}

/** A position as its liquidation sees it. */
export interface Leveraged extends Terms {
  readonly direction: Direction;
  readonly leverage: number;
  readonly notionalUsd: number;
}

/** Maintenance margin of a position of this worth; Infinity above the highest tier known: nothing that large is ever safe. */
export function maintenanceRatio(lowestRatio: number, notionalUsd: number): number {
  const tier = LIMITS.maintenanceTiers.find(({ upToUsd }) => notionalUsd <= upToUsd);
  return tier ? lowestRatio * tier.multiple : Number.POSITIVE_INFINITY;
}

/**
 * Distance from entry to liquidation of an isolated position, as a share of the entry price: what is left of the margin after both fees and the
 * funding reserve must cover the move and the maintenance margin at the price reached. Below 0: it would be liquidated at once.
 */
export function liquidationRatio(position: Leveraged): number {
  const { direction, leverage, takerFeeRatio, fundingRatio } = position;
  const maintenance = maintenanceRatio(position.maintenanceMarginRatio, position.notionalUsd);
  if (maintenance >= 1) return -1;
  const funding = LIMITS.fundingPayments * Math.max(LIMITS.minFundingRatio, Math.abs(fundingRatio));
  const margin = 1 / leverage - 2 * takerFeeRatio - funding;
  return (margin - maintenance) / (direction === "LONG" ? 1 - maintenance : 1 + maintenance);
}

/** The price at which it is liquidated. */
export function liquidationPrice(entryPrice: number, position: Leveraged): number {
  const ratio = liquidationRatio(position);
  return position.direction === "LONG" ? entryPrice * (1 - ratio) : entryPrice * (1 + ratio);
}

/** TM-06: the highest whole leverage whose liquidation is at least three stop distances away; 0 when there is none. */
export function safeLeverage(
  position: Omit<Leveraged, "leverage"> & { stopRatio: number; most: number },
  settings: MathematicianSettings,
): number {
  const needed = settings.liquidationStopMultiple * position.stopRatio;
  for (let leverage = Math.floor(Math.min(settings.maxLeverage, position.most)); leverage >= 1; leverage--) {
    if (liquidationRatio({ ...position, leverage }) >= needed) return leverage;
  }
  return 0;
}

/** TM-06 in words. */
export function liquidationFinding(distanceRatio: number, stopRatio: number, settings: MathematicianSettings): Finding {
  const multiple = distanceRatio / stopRatio;
  const limit = settings.liquidationStopMultiple;
  const reason = `liquidation is ${percent(distanceRatio)} away, the stop ${percent(stopRatio)}; ${limit} stop distances are needed`;
  return { passed: distanceRatio >= limit * stopRatio, observed: multiple, limit, reason };
}
