import { type Exact, multipleAbove, multipleBelow } from "@quantum/exact";
import type { Plan, Proposal } from "./case.ts";
import type { Finding } from "./finding.ts";
import { LIMITS } from "./limits.ts";

/** What a rule would do, or why it would not. */
export interface Idea {
  readonly finding: Finding;
  readonly proposal: Proposal | null;
}

/** One thing that may be done with a winner. */
export type Rule = (plan: Plan) => Idea;

/** The idea of a rule that has nothing to propose. */
export function no(rule: string, observed: Finding["observed"], limit: Finding["limit"], reason: string): Idea {
  return { finding: { rule, passed: false, observed, limit, reason }, proposal: null };
}

/** A stop on the exchange's ticks, rounded towards the price: never looser than asked for. */
export function stopOnTick({ sign, contract }: Pick<Plan, "sign" | "contract">, stop: Exact): Exact {
  return sign > 0 ? multipleAbove(stop, contract.tickSize) : multipleBelow(stop, contract.tickSize);
}

/** How much nearer to the price a stop is than another one; negative: farther. */
export function nearer({ sign }: Pick<Plan, "sign">, stop: Exact, than: Exact): Exact {
  return stop.minus(than).times(sign);
}

/** Whether a stop leaves the price as many average ranges of room as the profile asks for. */
export function leavesRoom({ sign, mark, trend, case: { profile } }: Plan, stop: Exact): boolean {
  return mark
    .minus(stop)
    .times(sign)
    .gte(profile.stopRoomAtr * trend.atr);
}

/** The price seen and a little worse, on the tick: an order that finds nothing better is not filled. */
export function worstPrice({ mark, contract }: Pick<Plan, "mark" | "contract">, buys: boolean): Exact {
  return buys
    ? multipleBelow(mark.times(1 + LIMITS.slippageRatio), contract.tickSize)
    : multipleAbove(mark.times(1 - LIMITS.slippageRatio), contract.tickSize);
}
