import { Exact } from "@quantum/exact";
import { signOf } from "./case.ts";
import type { Parent, Shortfall } from "./state.ts";

/** Places behind the point of a figure in bps. Rounded parts add up exactly, because the total is their sum. */
const PLACES = 6;

/** What came of an order: its fills, and the price at which the rest was given up. */
export interface Ending {
  readonly filledQuantity: string;
  readonly averagePrice: string | null;
  /** Fees of what its last word knows to be filled and nobody showed as a fill, bps. */
  readonly missingFeeBps: number;
  readonly endPrice: number;
}

type Parts = Pick<Shortfall, "delayBps" | "spreadBps" | "impactBps" | "feeBps" | "opportunityBps" | "totalBps">;

/** The cost of an order against its arrival price in five parts, after Perold (1988). Positive is a cost. */
export function partsOfShortfall(parent: Parent, ending: Ending): Parts {
  const sign = signOf(parent);
  const arrival = new Exact(parent.arrivalPrice);
  const arrivalUsd = arrival.times(parent.quantity);
  const inBps = (usd: Exact | number) => new Exact(usd).times(10_000).div(arrivalUsd).round(PLACES, Exact.roundHalfUp);
  const filled = new Exact(ending.filledQuantity);
  const cost = ending.averagePrice === null ? new Exact(0) : filled.times(ending.averagePrice);
  const price = inBps(cost.minus(arrival.times(filled)).times(sign));
  const firstMiddle = parent.firstMiddle === null ? arrival : new Exact(parent.firstMiddle);
  const delay = inBps(firstMiddle.minus(arrival).times(filled).times(sign));
  const spread = inBps(parent.spreadUsd);
  const unshown = filled.minus(parent.filledQuantity);
  const missingFee = unshown.gt(0) ? unshown.times(arrival).times(ending.missingFeeBps).div(10_000) : new Exact(0);
  const fee = inBps(new Exact(parent.feeUsd).plus(missingFee));
  const left = new Exact(parent.quantity).minus(filled);
  const opportunity = inBps(new Exact(ending.endPrice).minus(arrival).times(left).times(sign));
  return {
    delayBps: toNumber(delay),
    spreadBps: toNumber(spread),
    impactBps: toNumber(price.minus(delay).minus(spread)),
    feeBps: toNumber(fee),
    opportunityBps: toNumber(opportunity),
    totalBps: toNumber(price.plus(fee).plus(opportunity)),
  };
}

/** JSON has no negative zero. */
function toNumber(value: Exact): number {
  return value.eq(0) ? 0 : value.toNumber();
}
