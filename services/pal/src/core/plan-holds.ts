import { lossAfter, lossAtStop, type Plan, type Proposal } from "./case.ts";
import type { Finding } from "./finding.ts";
import { LIMITS } from "./limits.ts";
import { nearer } from "./rule.ts";

/** What a proposal does to the planned loss, and whether it may. */
export interface Held {
  readonly finding: Finding;
  readonly beforeUsd: number;
  readonly afterUsd: number;
}

/**
 * PAL-10: after any action the trade loses no more at its resting stop than before it, and no more than its original risk; its stop has not
 * moved away from the price, and has not moved beyond it. Asked last and of everything, whatever the rules before it computed.
 */
export function planHolds(plan: Plan, proposal: Proposal): Held {
  const { stop, mark, originalRisk } = plan;
  const before = lossAtStop(plan, stop);
  const after = lossAfter(plan, proposal);
  const newStop = proposal.newStop ?? stop;
  const limit = originalRisk.times(1 + LIMITS.roundingRatio);
  const broken = [
    ...(nearer(plan, newStop, stop).lt(0) ? ["the stop would loosen"] : []),
    ...(nearer(plan, newStop, mark).gte(0) ? ["the stop would be beyond the price"] : []),
    ...(after.gt(before) ? ["the planned loss would rise"] : []),
    ...(after.gt(limit) ? ["the planned loss would be above the original risk"] : []),
  ];
  const [beforeUsd, afterUsd] = [before.toNumber(), after.toNumber()];
  const figures = `${cents(beforeUsd)} USD before, ${cents(afterUsd)} after, ${cents(originalRisk.toNumber())} risked originally`;
  const reason = broken.length === 0 ? `planned loss at the stop: ${figures}` : `${broken.join(", ")}: ${figures}`;
  return {
    finding: { rule: "PAL-10", passed: broken.length === 0, observed: afterUsd, limit: originalRisk.toNumber(), reason },
    beforeUsd,
    afterUsd,
  };
}

function cents(usd: number): number {
  return Number(usd.toFixed(2));
}
