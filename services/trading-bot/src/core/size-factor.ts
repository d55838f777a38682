import { Exact, multipleBelow, smaller, text } from "@quantum/exact";
import type { Desk, Finding } from "./desk.ts";

/** How much of a symbol is wanted, and the exchange's step for it. */
export interface Wanted {
  readonly quantity: string;
  readonly stepSize: string;
}

/** TB-22: while orchestrator_policy binds, its policy may make a trade smaller, never larger. Null: nothing to apply. */
export function policySizeFactor(wanted: Wanted, { words: { policy } }: Pick<Desk, "words">): Shrunk | null {
  if (policy === null) return null;
  return shrink(wanted, policy.sizeFactor, { rule: "TB-22", by: `policy ${policy.rowId}` });
}

/** TB-31: while ai_hfos binds, it may make a trade smaller still, never larger. Null: nothing to apply. */
export function coordinatedSizeFactor(wanted: Wanted, { words: { restraint } }: Pick<Desk, "words">): Shrunk | null {
  if (restraint === null) return null;
  return shrink(wanted, restraint.sizeFactor, { rule: "TB-31", by: `risk mode ${restraint.riskMode}` });
}

/** A smaller quantity, and the finding that tells it. */
export interface Shrunk {
  readonly quantity: string;
  readonly finding: Finding;
}

/** Applies every factor that binds, one after the other. */
export function shrunkByFactors(wanted: Wanted, desk: Pick<Desk, "words">): { quantity: string; findings: Finding[] } {
  const findings: Finding[] = [];
  let { quantity } = wanted;
  for (const factor of [policySizeFactor, coordinatedSizeFactor]) {
    const shrunk = factor({ ...wanted, quantity }, desk);
    if (shrunk === null) continue;
    quantity = shrunk.quantity;
    findings.push(shrunk.finding);
  }
  return { quantity, findings };
}

function shrink({ quantity: before, stepSize }: Wanted, asked: number, { rule, by }: { rule: string; by: string }): Shrunk {
  const factor = Math.min(1, Math.max(0, asked));
  const quantity = text(smaller(new Exact(before), multipleBelow(new Exact(before).times(factor), stepSize)));
  const reason = `${by} multiplies sizes by ${factor}: ${before} becomes ${quantity}`;
  return { quantity, finding: { rule, passed: true, observed: factor, limit: 1, reason } };
}
