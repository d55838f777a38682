import { Exact, multipleBelow, smaller, text } from "@quantum/exact";
import type { Intent, ReasonCode } from "@quantum/types";
import type { Finding } from "./desk.ts";
import type { Contract } from "./state.ts";
import type { Words } from "./words.ts";

const DECIMAL = /^\d+(\.\d+)?$/;

/** What is left of a proposal. `code` null: it may be asked for in this quantity. */
export interface Reviewed {
  readonly quantity: string;
  readonly code: ReasonCode | null;
  readonly finding: Finding;
}

/**
 * TB-23: while pba binds, a proposal it blocks, does not name, or names in a way that cannot be used is not asked for; any other
 * only up to the quantity it leaves. What it says twice counts in its stricter form.
 */
export function pbaReview(intent: Intent, word: Words["trades.reviewed"], contract: Contract | null): Reviewed {
  const reviews = word.reviews.filter(({ intentId }) => intentId === intent.intentId);
  if (reviews.length === 0) return refused(intent, "PBA_BLOCKED", "pba did not review it");
  const blocking = reviews.find(({ outcome }) => outcome === "BLOCK");
  if (blocking) return refused(intent, "PBA_BLOCKED", `pba blocked it: ${reasonOf(blocking)}`);
  const odd = reviews.find(({ symbol, quantityAfter }) => symbol !== intent.symbol || !DECIMAL.test(quantityAfter));
  if (odd || contract === null) return refused(intent, "PBA_BLOCKED", "pba's review does not fit the proposal");
  const left = reviews.reduce((least, { quantityAfter }) => smaller(least, new Exact(quantityAfter)), new Exact(intent.quantity));
  const quantity = left.eq(intent.quantity) ? left : multipleBelow(left, contract.stepSize);
  const worthUsd = quantity.times(intent.referencePrice);
  if (!quantity.gt(0) || quantity.lt(contract.minQuantity) || worthUsd.lt(contract.minNotionalUsd))
    return refused(intent, "SIZE_BELOW_MINIMUM", `pba leaves ${text(left)} of ${intent.quantity}, less than the exchange takes`);
  const shrunk = quantity.lt(intent.quantity);
  const reason = shrunk ? `pba left ${text(quantity)} of ${intent.quantity}: ${reviews.map(reasonOf).join("; ")}` : "pba let it pass";
  return {
    quantity: text(quantity),
    code: null,
    finding: { rule: "TB-23", passed: true, observed: text(quantity), limit: intent.quantity, reason },
  };
}

function refused(intent: Intent, code: ReasonCode, reason: string): Reviewed {
  return { quantity: "0", code, finding: { rule: "TB-23", passed: false, observed: "0", limit: intent.quantity, reason } };
}

function reasonOf({ outcome, verdicts }: Words["trades.reviewed"]["reviews"][number]): string {
  const told = verdicts.filter(({ passed }) => !passed).map(({ rule, reason }) => `${rule} ${reason}`);
  return told.join("; ") || outcome;
}
