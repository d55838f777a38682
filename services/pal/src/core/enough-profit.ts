import type { Case } from "./case.ts";
import type { Finding } from "./finding.ts";
import { LIMITS } from "./limits.ts";

/** PAL-02: the trade has won more than one and a half times its risk, by the ledger and by pil; the smaller figure counts. */
export function enoughProfit({ trade, classified }: Pick<Case, "trade" | "classified">): Finding {
  const figures = [trade.rMultiple, classified?.rMultiple ?? null];
  const observed = figures.some((figure) => figure === null) ? null : Math.min(...(figures as number[]));
  const reason = observed === null ? "its R is not known" : `R is ${Number(observed.toFixed(4))}`;
  return { rule: "PAL-02", passed: observed !== null && observed > LIMITS.minR, observed, limit: LIMITS.minR, reason };
}
