import { type Effect, emit, type Input } from "@quantum/types";
import { act } from "./act.ts";
import { alertEffects } from "./alert.ts";
import type { TradingBotSettings } from "./limits.ts";
import { missingOf } from "./participants.ts";
import { conclude } from "./review.ts";
import { saidOf } from "./said.ts";
import { silenceAlerts } from "./silence.ts";
import type { Cycle, FinishedCycle, TradingBotState } from "./state.ts";

/** Ends a cycle whose orders all have an end; any other goes on. */
export function completeIfSettled(state: TradingBotState, cycle: Cycle, input: Input): Effect[] {
  return cycle.phase === "SETTLING" && waitsFor(cycle) === 0 ? complete(state, cycle, input) : [];
}

/** A deadline passed: no entries, but exits that can still be decided are. */
export function expire(state: TradingBotState, cycle: Cycle, by: { settings: TradingBotSettings; input: Input }): Effect[] {
  const decided = cycle.phase === "GATHERING" ? act(state, cycle, by.settings) : [];
  return [...decided, ...conclude(state, cycle, by.settings), ...completeIfSettled(state, cycle, by.input)];
}

/** A newer bar is here: whatever this cycle still waits for, it is over. Orders without an end stay open in our memory. */
export function supersede(state: TradingBotState, cycle: Cycle | null, by: { settings: TradingBotSettings; input: Input }): Effect[] {
  if (cycle === null) return [];
  const effects = cycle.phase === "SETTLING" ? [] : expire(state, cycle, by);
  return isOpen(state, cycle) ? [...effects, ...abandon(state, cycle, by.input)] : effects;
}

/** Ends a cycle at once, without asking any rule. */
export function abandon(state: TradingBotState, cycle: Cycle, input: Input): Effect[] {
  if (cycle.phase !== "SETTLING") {
    const stage = cycle.phase === "GATHERING" ? "DECIDING" : "REVIEWING";
    cycle.missing = missingOf(cycle.answers, state.roster, stage);
    cycle.said = saidOf(cycle.answers, state.roster);
  }
  cycle.expired = true;
  return complete(state, cycle, input);
}

/** The event and the row of a cycle's end. */
export function cycleEnd(cycle: FinishedCycle): Effect[] {
  const { at, said: _, ...data } = cycle;
  return [emit("cycle.completed", data, at), cycleRow(cycle)];
}

/** The row of a cycle. */
export function cycleRow({ at, said, ...data }: FinishedCycle): Effect {
  return { kind: "store", table: "cycles", key: String(at), row: { at, ...data, participants: [...said] } };
}

/** How many of its orders a cycle waits for: those without an end that are not carried out over several bars. */
function waitsFor({ requested, settled, working }: Cycle): number {
  return requested.length - settled - working;
}

function isOpen(state: TradingBotState, cycle: Cycle): boolean {
  return state.trading === cycle || state.watch === cycle;
}

function complete(state: TradingBotState, cycle: Cycle, input: Input): Effect[] {
  const { at, kind, signals, requested, settled, skips, missing, said } = cycle;
  const finished = { at, outcome: outcomeOf(cycle), signals, requested: requested.length, settled, skips, missing, said };
  if (kind === "WATCH") state.watch = null;
  else state.trading = null;
  const [event, row] = cycleEnd(finished) as [Effect, Effect];
  // Between two trading cycles a bar that led to nothing leaves no row: there are four of them for every cycle.
  if (kind === "WATCH") return requested.length > 0 ? [event, row, ...unsettledAlert(cycle, input)] : [event];
  state.last = finished;
  const effects = [event, row, ...silentAlerts(state, cycle, input), ...unsettledAlert(cycle, input)];
  state.silent = missing;
  return effects;
}

function outcomeOf({ expired, kind, requested }: Cycle): FinishedCycle["outcome"] {
  if (expired) return "EXPIRED";
  if (kind === "WATCH") return "WATCHED";
  return requested.length > 0 ? "TRADED" : "NOTHING_TO_DO";
}

/** Told once for a row of cycles without an answer. */
function silentAlerts(state: Readonly<TradingBotState>, { at, missing }: Cycle, input: Input): Effect[] {
  const fallen = missing.filter((service) => !state.silent.includes(service));
  return silenceAlerts(fallen, at).flatMap((alert) => alertEffects(input, alert, at));
}

function unsettledAlert(cycle: Cycle, input: Input): Effect[] {
  const { at, requested } = cycle;
  const open = waitsFor(cycle);
  if (open === 0) return [];
  const message = `The cycle of ${new Date(at).toISOString()} is over, but ${open} of its ${requested.length} orders have no end yet.`;
  const action = "See whether risk_safety and execution run; the symbols take no new entry until their orders are settled.";
  return alertEffects(input, { severity: "CRITICAL", code: "ORDERS_UNSETTLED", message, action }, at);
}
