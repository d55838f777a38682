import type { Plan } from "./case.ts";
import { LIMITS } from "./limits.ts";
import { type Idea, no } from "./rule.ts";

/** PAL-08: the age limit is put off while the trend lasts, up to sixteen hours in all. Its stop stays where it is. */
export function extendHold({ case: { trade, profile } }: Plan): Idea {
  const { ageBars } = trade;
  const limit = LIMITS.maxHeldBars;
  if (ageBars >= limit) return no("PAL-08", ageBars, limit, `it is ${ageBars} bars old, the most that is held`);
  const holdUntilBars = Math.min(limit, ageBars + profile.extendBars);
  const finding = { rule: "PAL-08", passed: true, observed: ageBars, limit, reason: `may be held until it is ${holdUntilBars} bars old` };
  return { finding, proposal: { action: "EXTEND_HOLD", steps: ["EXTEND_HOLD"], holdUntilBars } };
}
