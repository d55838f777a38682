import type { LedgerPosition, PositionClass, Verdict } from "@quantum/types";
import type { PilSettings } from "./limits.ts";
import { NAME } from "./name.ts";

/** One position before the rules. Figures that are not known are null, and no rule takes null for good. */
export interface Case {
  readonly position: Pick<LedgerPosition, "tradeId" | "symbol" | "rMultiple" | "maxFavourableR" | "maxAdverseR" | "ageBars">;
  /** Change of R over the last bars. */
  readonly momentumR: number | null;
  /** Highest less lowest R of the last bars; null until there are enough of them. */
  readonly rangeR: number | null;
  readonly settings: PilSettings;
}

/** One class: when it applies and which figure decided. Null: this is not it. */
export interface ClassRule {
  readonly id: string;
  readonly class: PositionClass;
  applies(one: Case): Finding | null;
}

/** The figure that decided, the limit it was held against, and both in words. */
export type Finding = Pick<Verdict, "observed" | "limit" | "reason">;

/** The verdict behind a class. */
export function verdictOf(rule: string, finding: Finding): Verdict {
  return { module: NAME, rule, passed: true, ...finding };
}

/** R as text. */
export function inR(value: number): string {
  return `${value >= 0 ? "+" : ""}${Number(value.toFixed(2))} R`;
}
