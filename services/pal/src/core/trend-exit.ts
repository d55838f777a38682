import type { Plan } from "./case.ts";
import { LIMITS } from "./limits.ts";
import { type Idea, no } from "./rule.ts";
import { trailingStop } from "./tighten-trail.ts";

const RULE = "PAL-09";

/** PAL-09: a runner gives up its target, once, and is left by its trailing stop alone. Its stop moves first, when the trail is nearer. */
export function switchToTrendExit(plan: Plan): Idea {
  const {
    rMultiple,
    case: { memory, classified, profile },
  } = plan;
  if (memory.trendExit) return no(RULE, true, null, "it has no target any more");
  if (classified?.class !== "RUNNER") return no(RULE, classified?.class ?? null, "RUNNER", "it is not a runner");
  if (rMultiple < profile.trendExitFromR) return no(RULE, rMultiple, profile.trendExitFromR, `R is below ${profile.trendExitFromR}`);
  const newStop = trailingStop(plan);
  const finding = {
    rule: RULE,
    passed: true,
    observed: rMultiple,
    limit: profile.trendExitFromR,
    reason: "gives up its target and follows the trend",
  };
  const rest = { action: "SWITCH_TO_TREND_EXIT" as const, holdUntilBars: LIMITS.maxHeldBars, trendExit: true };
  if (newStop === null) return { finding, proposal: { ...rest, steps: ["CANCEL_TAKE_PROFIT", "EXTEND_HOLD"] } };
  return { finding, proposal: { ...rest, newStop, steps: ["MOVE_STOP", "CANCEL_TAKE_PROFIT", "EXTEND_HOLD"] } };
}
