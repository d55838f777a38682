import { Exact, text } from "@quantum/exact";
import type { Plan } from "./case.ts";
import { LIMITS } from "./limits.ts";
import { type Idea, leavesRoom, nearer, no, stopOnTick } from "./rule.ts";

const RULE = "PAL-06";

/** PAL-06: the stop follows the best price of the last bars at a distance of some average ranges. It only ever moves towards the price. */
export function tightenTrail(plan: Plan): Idea {
  const {
    rMultiple,
    case: { profile, memory },
  } = plan;
  if (rMultiple < profile.trailFromR && !memory.trendExit)
    return no(RULE, rMultiple, profile.trailFromR, `R is below ${profile.trailFromR}`);
  const newStop = trailingStop(plan);
  if (newStop === null) return no(RULE, text(plan.stop), null, "the resting stop is as near as the trail");
  const reason = `the stop follows from ${text(plan.stop)} to ${text(newStop)}, ${profile.trailAtr} average ranges behind the best price`;
  const finding = { rule: RULE, passed: true, observed: text(newStop), limit: text(plan.stop), reason };
  return { finding, proposal: { action: "TIGHTEN_TRAIL", steps: ["MOVE_STOP"], newStop } };
}

/** Where the trail puts the stop; null when that is not worth an order or too near to the price. */
export function trailingStop(plan: Plan): Exact | null {
  const {
    sign,
    trend,
    stop,
    case: { profile },
  } = plan;
  const behind = (sign > 0 ? trend.highest : trend.lowest) - sign * profile.trailAtr * trend.atr;
  if (!(behind > 0)) return null;
  const newStop = stopOnTick(plan, new Exact(behind));
  const worth = nearer(plan, newStop, stop).toNumber() >= LIMITS.trailStepAtr * trend.atr;
  return worth && leavesRoom(plan, newStop) ? newStop : null;
}
