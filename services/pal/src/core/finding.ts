import type { Verdict } from "@quantum/types";
import { NAME } from "./name.ts";

/** What one rule found about one trade. */
export type Finding = Pick<Verdict, "rule" | "passed" | "observed" | "limit" | "reason">;

/** A finding as others read it. */
export function verdictOf({ rule, passed, observed, limit, reason }: Finding): Verdict {
  return { module: NAME, rule, passed, observed, limit, reason };
}
