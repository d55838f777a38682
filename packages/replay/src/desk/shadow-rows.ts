import type { CycleRow, DecisionRow, SaidRow, ShadowJudgement } from "@quantum/report";
import { type DecidedEntry, shadowOf } from "@quantum/trading-bot/shadow";

/** A row of `decisions`, as it lies in Postgres. */
export interface DecisionBooked {
  readonly cycle: number;
  readonly trade_id: string;
  readonly purpose: string;
  readonly story: Partial<DecidedEntry>;
}

/** A row of `cycles`, as it lies in Postgres. */
export interface CycleBooked {
  readonly at: number;
  readonly participants: readonly SaidRow[];
}

/**
 * Every decision with what each module's word of its cycle meant for it. What was said after the decision counts too: a module that only
 * watches is not waited for.
 */
export function withShadow(decisions: readonly DecisionBooked[], cycles: readonly CycleBooked[]): DecisionRow[] {
  const saidAt = new Map(cycles.map(({ at, participants }) => [at, participants]));
  return decisions.map(({ cycle, trade_id: tradeId, purpose, story }) => ({
    tradeId,
    purpose,
    shadow: purpose === "ENTRY" ? judgements(story, saidAt.get(cycle) ?? []) : [],
  }));
}

function judgements({ intent, signal }: Partial<DecidedEntry>, said: CycleRow["participants"]): ShadowJudgement[] {
  if (!intent || !signal) return [];
  return said.flatMap(({ service, word }) => {
    const outcome = shadowOf(service, word, { intent, signal });
    return outcome === null ? [] : [{ service, outcome }];
  });
}
