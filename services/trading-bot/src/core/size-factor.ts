import { Exact, multipleBelow, smaller, text } from "./decimals.ts";
import type { Desk, Finding } from "./desk.ts";
import type { Size } from "./position-size.ts";
import type { Levels } from "./stop-and-target.ts";

/** TB-22: while orchestrator_policy binds, its policy may make a trade smaller, never larger. Null: nothing to apply. */
export function sizeFactor(size: Size, { referencePrice }: Pick<Levels, "referencePrice">, { words: { policy } }: Pick<Desk, "words">) {
  if (policy === null) return null;
  const factor = Math.min(1, Math.max(0, policy.sizeFactor));
  const own = new Exact(size.quantity);
  const quantity = smaller(own, multipleBelow(own.times(factor), size.stepSize));
  const reason = `policy ${policy.rowId} multiplies sizes by ${factor}: ${size.quantity} becomes ${text(quantity)}`;
  const finding: Finding = { rule: "TB-22", passed: true, observed: factor, limit: 1, reason };
  return { size: { ...size, quantity: text(quantity), notionalUsd: text(quantity.times(referencePrice)) }, finding };
}
