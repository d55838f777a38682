import { type DirectiveBook, hearDirective, type Roster, riskModeAt } from "@quantum/roster";
import type { Effect, FleetEvent, RiskMode } from "@quantum/types";

const RECEIVER = { name: "orchestrator_policy", understands: [] };

/** Takes a directive that names a risk mode, or refuses it, and says so. */
export function onDirective(book: DirectiveBook, input: FleetEvent<"directive.issued">): Effect[] {
  return hearDirective(book, input, RECEIVER);
}

/** OP-05: the risk mode is the most careful one of the directives that bind for this cycle. Without any it is NORMAL. */
export function riskModeOf({ directives, roster }: Readonly<{ directives: DirectiveBook; roster: Roster }>, cycle: number): RiskMode {
  return riskModeAt(directives, roster, cycle);
}
