import type { Intent, Verdict } from "@quantum/types";
import type { AelmSettings } from "./limits.ts";
import { NAME } from "./name.ts";
import type { AelmState, Contract, Plan } from "./state.ts";

export type Urgency = Plan["urgency"];

/** The order before the rules, and all that is known. */
export interface Case {
  readonly intent: Intent;
  readonly state: Readonly<AelmState>;
  readonly settings: AelmSettings;
}

/** The market behind a plan once it is complete and fresh. Sizes in base units, prices as seen. */
export interface Known {
  readonly contract: Contract;
  readonly bid: number;
  readonly ask: number;
  readonly middle: number;
  readonly halfSpreadBps: number;
  /** What rests at the touch the order would take from. */
  readonly touchQuantity: number;
  readonly close: number;
  readonly rangeBps: number;
  readonly lastRangeBps: number;
  readonly barMs: number;
}

/** The figure that decided, the limit it was held against, and both in words. */
export type Finding = Pick<Verdict, "passed" | "observed" | "limit" | "reason">;

/** A finding as others read it. */
export function verdictOf(rule: string, finding: Finding): Verdict {
  return { module: NAME, rule, ...finding };
}

/** 1 for a buy, -1 for a sell: what a higher price means for it. */
export function signOf({ side }: Pick<Intent, "side">): 1 | -1 {
  return side === "BUY" ? 1 : -1;
}

/** Basis points as text. */
export function inBps(value: number): string {
  return `${Number(value.toFixed(2))} bps`;
}
