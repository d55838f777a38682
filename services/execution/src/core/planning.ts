import { isEnforced } from "@quantum/roster";
import { binds, type FleetEvent } from "@quantum/types";
import { stillAllowed } from "./comparator.ts";
import { type Desk, raise } from "./desk.ts";
import { comparePlan } from "./plan-comparator.ts";
import { grows } from "./protection.ts";
import { refuse } from "./settle.ts";
import type { ActiveIntent } from "./state.ts";
import { begin } from "./working.ts";

/** Who plans. */
const PLANNER = "aelm";
/** Name of the wake-ups that bound the wait for a plan. */
export const PLAN_WAIT = "plan wait";
/** The wait passes in parts: a wake-up that came due while execution was down arrives before the plan that waits on the stream. */
const PARTS = 4;

/** True when entries and exits are carried out as the planner says. */
export function isPlanned({ state }: Desk): boolean {
  return isEnforced(state.roster, PLANNER);
}

/** The order waits for its plan. */
export function awaitPlan(desk: Desk, active: ActiveIntent): void {
  active.stage = "PLANNING";
  wake(desk, active.intent.intentId, PARTS - 1);
}

function wake(desk: Desk, intentId: string, partsLeft: number): void {
  desk.effects.push({ kind: "wake", name: PLAN_WAIT, afterMs: Math.ceil(desk.limits.planWaitMs / PARTS), data: { intentId, partsLeft } });
}

/** A plan came. One that may not be followed ends an entry; an exit then goes out plain. */
export function planned(desk: Desk, event: FleetEvent<"order.planned">): void {
  const active = waiting(desk, event.data.intentId);
  if (!active || event.source !== PLANNER || !binds(event.mode) || !isPlanned(desk)) return;
  const denial = comparePlan(event.data, active.intent, desk);
  if (!denial) return start(desk, active, { guardPrice: event.data.guardPrice, steps: event.data.steps });
  raise(desk, {
    severity: "WARNING",
    code: "PLAN_REFUSED",
    message: `${active.intent.symbol}: the plan was refused: ${denial.reason}`,
    action: grows(active) ? "The entry is not carried out." : "The exit goes out as one plain order.",
  });
  if (grows(active)) refuse(desk, active, denial, "REFUSED");
  else begin(desk, active, null);
}

/** A part of the wait is over. A silent planner means no entry; exits go out plain. */
export function planWaited(desk: Desk, { intentId, partsLeft }: { intentId: string; partsLeft: number }): void {
  const active = waiting(desk, intentId);
  if (!active) return;
  if (partsLeft > 0) return wake(desk, intentId, partsLeft - 1);
  const silence = { code: "MODULE_SILENT", reason: `${PLANNER} is ENFORCED and made no plan within ${desk.limits.planWaitMs} ms` } as const;
  if (grows(active)) refuse(desk, active, silence, "REFUSED");
  else begin(desk, active, null);
}

/** The planner left or no longer binds: what waited for it goes out plain. */
export function plannerMayHaveLeft(desk: Desk): void {
  if (isPlanned(desk)) return;
  for (const active of Object.values(desk.state.intents)) if (active.stage === "PLANNING") start(desk, active, null);
}

function start(desk: Desk, active: ActiveIntent, plan: ActiveIntent["plan"]): void {
  const denial = grows(active) ? stillAllowed(active.intent, desk.state, desk.limits) : null;
  if (denial) refuse(desk, active, denial, "REFUSED");
  else begin(desk, active, plan);
}

function waiting(desk: Desk, intentId: string): ActiveIntent | null {
  const active = desk.state.intents[intentId];
  return active?.stage === "PLANNING" ? active : null;
}
