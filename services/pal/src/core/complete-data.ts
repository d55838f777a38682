import { Exact } from "@quantum/exact";
import type { Case, Plan } from "./case.ts";
import type { Finding } from "./finding.ts";
import { LIMITS } from "./limits.ts";

/** PAL-04: stop, initial risk, contract and trend are known, the stop rests on the right side of the price, and the books agree with the exchange. */
export function completeData(about: Case): { readonly finding: Finding; readonly plan: Plan | null } {
  const { trade, contract, trend, memory } = about;
  const missing = missingIn(about);
  const reason = missing.length === 0 ? "everything needed is known" : `not known or in doubt: ${missing.join(", ")}`;
  const finding = { rule: "PAL-04", passed: missing.length === 0, observed: missing.join(", ") || null, limit: null, reason };
  if (missing.length > 0 || contract === null || trend === null || trade.stopPrice === null || trade.initialRiskUsd === null)
    return { finding, plan: null };
  const [quantity, peak] = [new Exact(trade.quantity), new Exact(memory.peakQuantity)];
  const prices = { entry: new Exact(trade.entryPrice), mark: new Exact(trade.markPrice), stop: new Exact(trade.stopPrice) };
  const original = trade.initialQuantity ?? memory.originalQuantity;
  const originalQuantity = original === null ? null : new Exact(original);
  const size = { quantity, originalQuantity, scaledOut: quantity.lt(peak), originalRisk: new Exact(trade.initialRiskUsd) };
  const sign = trade.direction === "LONG" ? 1 : -1;
  const profit = { rMultiple: trade.rMultiple ?? 0, momentumR: about.classified?.momentumR ?? null };
  return { finding, plan: { sign, ...prices, ...size, contract, trend, ...profit, case: about } };
}

function missingIn({ trade, contract, trend, doubted }: Case): string[] {
  const { stopPrice, initialRiskUsd, direction, markPrice, quantity } = trade;
  const beyond =
    stopPrice !== null && (direction === "LONG" ? Number(stopPrice) >= Number(markPrice) : Number(stopPrice) <= Number(markPrice));
  return [
    ...(stopPrice === null ? ["stop"] : []),
    ...(beyond ? ["stop beyond the price"] : []),
    ...(initialRiskUsd === null || !(initialRiskUsd > 0) ? ["initial risk"] : []),
    ...(contract === null ? ["contract"] : []),
    ...(trend === null ? ["trend"] : []),
    ...(Number(quantity) > 0 && Number(markPrice) > 0 ? [] : ["quantity or price"]),
    ...(doubted ? ["books and exchange differ"] : []),
  ];
}

/** What is remembered of a trade after it is seen (again). Where the ledger does not tell its original size, only one first seen young tells it. */
export function rememberTrade(before: Case["memory"] | null, { quantity, ageBars }: Case["trade"]): Case["memory"] {
  if (before === null) {
    const originalQuantity = ageBars <= LIMITS.originalSizeBars ? quantity : null;
    return { originalQuantity, peakQuantity: quantity, trendExit: false, holdUntilBars: null };
  }
  return new Exact(quantity).gt(before.peakQuantity) ? { ...before, peakQuantity: quantity } : before;
}
