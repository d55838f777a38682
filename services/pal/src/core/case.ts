import { Exact } from "@quantum/exact";
import type { Amplification, AmplificationAdvice, RiskMode } from "@quantum/types";
import type { Profile } from "./limits.ts";
import type { Classified, Contract, OpenTrade, SymbolRegime, TradeMemory } from "./state.ts";
import type { Trend } from "./trend.ts";

/** All that is known about one open trade in a cycle; null: not known. */
export interface Case {
  readonly trade: OpenTrade;
  readonly memory: TradeMemory;
  readonly classified: Classified | null;
  readonly trend: Trend | null;
  /** What a classifier that binds says of the symbol; null: it binds and said nothing; "NOT_ASKED": none binds. */
  readonly regime: SymbolRegime | "NOT_ASKED" | null;
  readonly contract: Contract | null;
  /** Books and exchange differ in this symbol or in the account. */
  readonly doubted: boolean;
  readonly riskMode: RiskMode;
  readonly profile: Profile;
}

/** A trade of which everything needed is known and in order, in exact figures. */
export interface Plan {
  /** 1 for long, -1 for short: what a rising price is worth. */
  readonly sign: 1 | -1;
  readonly quantity: Exact;
  readonly entry: Exact;
  readonly mark: Exact;
  readonly stop: Exact;
  readonly originalRisk: Exact;
  readonly originalQuantity: Exact | null;
  readonly scaledOut: boolean;
  readonly contract: Contract;
  readonly trend: Trend;
  readonly rMultiple: number;
  readonly momentumR: number | null;
  readonly case: Case;
}

/** One thing that could be done. */
export interface Proposal {
  readonly action: Amplification;
  readonly steps: AmplificationAdvice["steps"];
  readonly quantity?: Exact;
  readonly limitPrice?: Exact;
  readonly newStop?: Exact;
  readonly holdUntilBars?: number;
  readonly trendExit?: boolean;
}

/**
 * What is lost when the stop is hit (negative: won): the same measure as the initial risk, price against price, so that both can be held
 * against each other.
 */
export function lossAtStop({ sign, entry, quantity }: Pick<Plan, "sign" | "entry" | "quantity">, stop: Exact): Exact {
  return entry.minus(stop).times(sign).times(quantity);
}

/** What is lost at the resting stop once the proposal is done at the worst price it allows; the costs it causes are counted as lost. */
export function lossAfter(plan: Plan, { action, quantity, limitPrice, newStop }: Proposal): Exact {
  const stop = newStop ?? plan.stop;
  if (quantity === undefined || limitPrice === undefined) return lossAtStop(plan, stop);
  const fee = new Exact(plan.contract.takerFeeRatio);
  const entryFee = limitPrice.times(quantity).times(fee);
  const alone = { sign: plan.sign, entry: limitPrice, quantity };
  if (action === "ADD_SIZE")
    return lossAtStop(plan, stop).plus(lossAtStop(alone, stop)).plus(entryFee).plus(stop.times(quantity).times(fee));
  const banked = limitPrice.minus(plan.entry).times(plan.sign).times(quantity);
  return lossAtStop({ ...plan, quantity: plan.quantity.minus(quantity) }, stop)
    .minus(banked)
    .plus(entryFee);
}
