import { type Decision, emit, type Input } from "@quantum/types";
import type { TemplateSettings } from "./limits.ts";
import { missingBars } from "./missing-bars.ts";
import type { TemplateState } from "./state.ts";

/** The order in which the rules run. */
export function decide(state: TemplateState, input: Input, settings: TemplateSettings): Decision<TemplateState> {
  if (input.type !== "bars.closed") return { state, effects: [] };
  const verdict = missingBars(input.data, settings);
  state.closes += 1;
  state.lastVerdict = verdict;
  if (verdict.passed) return { state, effects: [] };
  const alert = emit("alert.raised", {
    service: "template",
    severity: "WARNING",
    code: verdict.rule,
    message: verdict.reason,
    action: "See why the exchange has no bars for them.",
  });
  return { state, effects: [alert] };
}
