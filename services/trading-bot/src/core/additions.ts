import type { Effect, Intent, ReasonCode, StoreEffect } from "@quantum/types";
import { request } from "./act.ts";
import type { Cycle, TradingBotState } from "./state.ts";

/** Size that is added once a stop rests where it has to, and the story of that decision. */
export interface Addition {
  readonly intent: Intent;
  readonly row: StoreEffect;
}

/**
 * TB-35: size is added only when the stop in front of it has been moved, and only in the same cycle; never after the kill latch was set
 * meanwhile. The stop is asked for together with the addition, so that it stays where it is when the addition would be refused. What is not added
 * stands in the books with the reason.
 */
export function followUp(
  state: TradingBotState,
  cycle: Cycle,
  ended: { readonly intentId: string; readonly moved: boolean; readonly code: ReasonCode | null },
): Effect[] {
  const addition = cycle.additions[ended.intentId];
  if (addition === undefined) return [];
  delete cycle.additions[ended.intentId];
  const { intent, row } = addition;
  if (ended.moved && !state.killLatch) return [request(state, cycle, intent), row];
  const code = ended.moved ? "ENTRIES_PAUSED" : (ended.code ?? "EXCHANGE_REJECTED");
  cycle.skips.push({
    symbol: intent.symbol,
    code,
    detail: `TB-35: nothing is added, because ${ended.moved ? "the kill latch was set" : "the stop in front of it was not moved"}`,
  });
  return [{ ...row, row: { ...row.row, story: { ...(row.row.story as object), requested: false, code } } }];
}
