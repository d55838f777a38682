import type { Direction } from "@quantum/types";
import { LIMITS } from "./limits.ts";
import { rounded } from "./rounded.ts";
import type { QuoteFigures, RankerState } from "./state.ts";

/** What a trade costs, in bps of its notional. A negative funding is received. */
export interface Costs {
  readonly feesBps: number;
  readonly spreadBps: number;
  readonly fundingBps: number;
}

/** What costs are computed from, all of it known. */
export interface CostInputs {
  readonly takerFeeRatio: number;
  readonly quote: QuoteFigures;
  readonly at: number;
  readonly horizonMs: number;
}

/** Why costs are not known. Unknown costs are never zero: the symbol is not ranked. */
export function whyNoCosts(contract: RankerState["contracts"][string] | null, quote: QuoteFigures | null, oldestAt: number): string | null {
  if (contract === null) return "OR-01: the contract is not listed, so its fees are not known";
  if (contract.status !== "TRADING") return `OR-01: the contract is ${contract.status}`;
  if (!(contract.takerFeeRatio >= 0)) return "OR-01: its fees are not known";
  if (quote === null) return "OR-01: no quote, so spread and funding are not known";
  if (quote.at < oldestAt) return "OR-01: the newest quote is too old";
  if (!(quote.bid > 0 && quote.ask > quote.bid)) return "OR-01: the book is empty or crossed";
  if (!Number.isFinite(quote.fundingRatio) || quote.nextFundingAt <= 0) return "OR-01: funding is not known";
  return null;
}

/**
 * OR-01: the costs of going in and out at the market within the horizon: the taker's fee twice, the spread once (half each way), and every
 * funding payment that falls into the horizon, which a long pays when the rate is positive and a short when it is negative.
 */
export function costsOf(direction: Direction, { takerFeeRatio, quote, at, horizonMs }: CostInputs): Costs {
  const middle = (quote.bid + quote.ask) / 2;
  const signed = direction === "LONG" ? quote.fundingRatio : -quote.fundingRatio;
  return {
    feesBps: bps(2 * takerFeeRatio),
    spreadBps: bps((quote.ask - quote.bid) / middle),
    fundingBps: bps(signed * paymentsWithin(quote.nextFundingAt, at, horizonMs)),
  };
}

/** The sum of all costs. */
export function totalOf({ feesBps, spreadBps, fundingBps }: Costs): number {
  return feesBps + spreadBps + fundingBps;
}

/** Payments in (at, at + horizon]; a next payment that is past is moved on by whole periods. */
function paymentsWithin(nextFundingAt: number, at: number, horizonMs: number): number {
  const { fundingEveryMs } = LIMITS;
  const behind = nextFundingAt > at ? 0 : Math.floor((at - nextFundingAt) / fundingEveryMs) + 1;
  const next = nextFundingAt + behind * fundingEveryMs;
  return next > at + horizonMs ? 0 : 1 + Math.floor((at + horizonMs - next) / fundingEveryMs);
}

function bps(ratio: number): number {
  return rounded(ratio * 10_000, LIMITS.bpsDecimals);
}
