import type { EventData, Verdict } from "@quantum/types";
import type { TemplateSettings } from "./limits.ts";

/** TPL-01: the share of symbols without a bar stays at or below its limit. No symbols at all is not a whole market either. */
export function missingBars(closed: EventData<"bars.closed">, settings: TemplateSettings): Verdict {
  const expected = closed.bars.length + closed.missing.length;
  const missingRatio = expected === 0 ? 1 : closed.missing.length / expected;
  return {
    module: "template",
    rule: "TPL-01",
    passed: missingRatio <= settings.maxMissingRatio,
    observed: missingRatio,
    limit: settings.maxMissingRatio,
    reason: `${closed.missing.length} of ${expected} symbols have no bar`,
  };
}
