import type { Verdict } from "@quantum/types";
import { NAME } from "./name.ts";

/** What one rule found about one size. */
export type Finding = Pick<Verdict, "passed" | "observed" | "limit" | "reason">;

/** A finding as others read it. */
export function verdictOf(rule: string, { passed, observed, limit, reason }: Finding): Verdict {
  return { module: NAME, rule, passed, observed, limit, reason };
}

/** A share as text. */
export function percent(ratio: number): string {
  return `${Number((ratio * 100).toFixed(3))} %`;
}
