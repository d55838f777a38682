import type { Intent } from "@quantum/types";
import { type Judgement, judge } from "./judge.ts";
import type { Case } from "./rule.ts";
import type { SafetyState } from "./state.ts";

/**
 * RS-20: a stop that is moved to make room for an addition is moved only when that addition would be cleared behind it. Both are done or neither: a
 * stop nearer the price without the size it was moved for only makes it likelier that a winner is lost. What may grow keeps its room meanwhile.
 */
export function judgeBoth(order: Case, alone: Judgement): Judgement {
  const { intent } = order;
  const { addition } = intent;
  if (alone.code !== null || addition === undefined) return alone;
  const fault = misfit(intent, addition);
  if (fault !== null) {
    const verdict = {
      module: "risk_safety",
      rule: "RS-20",
      passed: false,
      observed: null,
      limit: null,
      reason: `MALFORMED_ORDER: ${fault}`,
    };
    return { ...alone, code: "MALFORMED_ORDER", verdicts: [...alone.verdicts, verdict] };
  }
  const added = judge({ ...order, intent: addition, state: withStopMoved(order) });
  const verdicts = added.verdicts.map((verdict) => ({ ...verdict, reason: `the addition behind it: ${verdict.reason}` }));
  return { code: added.code, verdicts: [...alone.verdicts, ...verdicts], broken: added.broken };
}

function misfit(protect: Intent, addition: NonNullable<Intent["addition"]>): string | null {
  if (protect.purpose !== "PROTECT" || addition.purpose !== "ADD") return "an addition only follows a stop that is moved";
  if (addition.tradeId !== protect.tradeId || addition.symbol !== protect.symbol) return "the addition is to another trade";
  return addition.stopPrice === protect.stopPrice ? null : "the addition needs another stop than the one that is moved";
}

/** What is known when the addition is asked for: the order that moves the stop has left, and the stop rests at its new price. */
function withStopMoved({ state, intent: { tradeId, stopPrice }, at, cycle }: Case): SafetyState {
  const trade = state.trades[tradeId];
  const after = { ...state, messages: [...state.messages, { at, cycle }] };
  return trade === undefined || stopPrice === null
    ? after
    : { ...after, trades: { ...state.trades, [tradeId]: { ...trade, stop: stopPrice } } };
}

/** The room that was kept for an order that is asked for itself now, or that will not be. */
export function releaseAhead(
  state: SafetyState,
  of: { readonly intentId?: string; readonly tradeId?: string; readonly before?: number },
): void {
  for (const [id, { ahead, tradeId, at }] of Object.entries(state.reservations)) {
    const meant = id === of.intentId || tradeId === of.tradeId || (of.before !== undefined && at < of.before);
    if (ahead && meant) delete state.reservations[id];
  }
}
