import type { Case, Finding } from "./case.ts";
import { LIMITS } from "./limits.ts";
import { lookUp } from "./state.ts";

/** AE-02: an exit of a position that has lost half of its margin may not wait. Null: the position is not known, and nothing speaks for it. */
export function liquidationNear({ intent, state }: Pick<Case, "intent" | "state">): Finding | null {
  const held = lookUp(state.held, intent.tradeId);
  if (intent.purpose !== "EXIT" || held === null || !(held.entryPrice > 0)) return null;
  const sign = held.direction === "LONG" ? 1 : -1;
  const lost = Math.max(0, (sign * (held.entryPrice - held.markPrice)) / held.entryPrice) * held.leverage;
  const limit = LIMITS.nearLiquidationRatio;
  const reason = `${Number((lost * 100).toFixed(1))} % of the margin is lost; from ${limit * 100} % on an exit is urgent`;
  return { passed: lost < limit, observed: lost, limit, reason };
}
