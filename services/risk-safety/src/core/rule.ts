import type { Intent, Purpose, ReasonCode, Verdict } from "@quantum/types";
import Big from "big.js";
import type { SafetySettings } from "./limits.ts";
import type { SafetyState } from "./state.ts";

/** Exact decimals of the governor. Strict: anything that is not a plain number throws, and what throws is refused. */
export const Exact = Big();
export type Exact = Big;

/** One order before the governor. `at` is market time. */
export interface Case {
  readonly intent: Intent;
  readonly at: number;
  readonly cycle: number | null;
  readonly state: Readonly<SafetyState>;
  readonly settings: SafetySettings;
}

/** What a rule found. */
export type Finding = Pick<Verdict, "passed" | "observed" | "limit" | "reason">;

/** Orders after which more is at stake. */
export const ENLARGING: readonly Purpose[] = ["ENTRY", "ADD"];

/** Whether an order makes a position larger. */
export function enlarges({ purpose }: { readonly purpose: Purpose }): boolean {
  return ENLARGING.includes(purpose);
}

/** One rule: its id, the code of its refusal, to which orders it applies, and the check. */
export interface Rule {
  readonly id: string;
  readonly code: ReasonCode;
  readonly applies: "ALL" | readonly Purpose[];
  check(order: Case): Finding;
}

/** Passes when `observed` is at most `limit`, exactly. What is no finite number never passes. */
export function atMost(observed: Exact | number, limit: Exact | number, reason: string): Finding {
  const [value, bound] = [new Exact(observed), new Exact(limit)];
  return { passed: value.lte(bound), observed: value.toNumber(), limit: bound.toNumber(), reason };
}

/** A finding without figures. */
export function found(passed: boolean, observed: Finding["observed"], reason: string): Finding {
  return { passed, observed, limit: null, reason };
}

/** The last known price of a symbol; throws when there is none, because no price is never a good price. */
export function lastPriceOf(state: Readonly<SafetyState>, symbol: string): Exact {
  const known = state.prices[symbol];
  if (!known) throw new Error(`no price of ${symbol} is known`);
  return new Exact(known.price);
}

/** Equity as the exchange last told it; throws when it is unknown or used up. */
export function equityOf(state: Readonly<SafetyState>): Exact {
  if (!state.account) throw new Error("equity is not known");
  const equity = new Exact(state.account.equityUsd);
  if (equity.lte(0)) throw new Error(`equity is ${state.account.equityUsd}`);
  return equity;
}
