import { type Effect, emit, type Input } from "@quantum/types";
import { alert, NAME } from "./alert.ts";
import { auditRow } from "./audit-row.ts";
import { type Level, rankOf, strictest } from "./levels.ts";
import type { Cause, EssState } from "./state.ts";

/** Recomputes the level from its causes and says what changed: the alert, and the kill latch that bars entries everywhere. `person`: who just re-armed. */
export function announce(state: EssState, input: Input, person: string | null): Effect[] {
  const before = state.level;
  const wouldBefore = state.wouldBe;
  const binding = state.causes.filter((cause) => cause.binding);
  state.level = strictest(binding.map((cause) => cause.level));
  state.wouldBe = strictest(state.causes.map((cause) => cause.level));
  const effects: Effect[] = [];
  if (rankOf(state.level) > rankOf(before)) effects.push(alert("CRITICAL", "ESS_STOPPED", `${state.level}: ${tell(binding, state.level)}`));
  else if (state.level !== before) effects.push(relaxed(state, before, person));
  if (rankOf(state.wouldBe) > rankOf(wouldBefore) && state.wouldBe !== state.level)
    effects.push(alert("WARNING", "ESS_WOULD_STOP", `would be ${state.wouldBe}: ${tell(state.causes, state.wouldBe)}`));
  if (state.level !== before) effects.push(levelRow(state, input, { before, person }));
  return [...effects, ...sayLatch(state, input)];
}

function levelRow(state: EssState, input: Input, { before, person }: { before: Level; person: string | null }): Effect {
  const binding = state.causes.filter((cause) => cause.binding);
  const reason = binding.length > 0 ? tell(binding, state.level) : (person ?? "the cause was not seen for the cool-down");
  return auditRow(input, { action: "level", from: before, to: state.level, reason });
}

function relaxed(state: EssState, before: Level, person: string | null): Effect {
  if (person !== null) return alert("WARNING", "ESS_REARMED", `re-armed after ${before} by ${person}`);
  return alert("WARNING", "ESS_STEPPED_DOWN", `from ${before} to ${state.level}: the cause was not seen for the cool-down`);
}

/** The latch is set while any level but NORMAL binds. */
function sayLatch(state: EssState, input: Input): Effect[] {
  const set = state.level !== "NORMAL";
  if (set === state.latchSaid) return [];
  state.latchSaid = set;
  return latchAgain(state, input);
}

/** The latch as it is, and the row of who set or lifted it. */
export function latchAgain(state: EssState, input: Input): Effect[] {
  const { set, reason } = latchOf(state);
  const [from, to] = set ? ["CLEAR", "SET"] : ["SET", "CLEAR"];
  return [latch(state), auditRow(input, { action: "kill_latch", from, to, reason })];
}

/** The latch as it is now. Said again when the bus is back. */
export function latch(state: EssState): Effect {
  return emit("killLatch.changed", { ...latchOf(state), by: NAME });
}

function latchOf(state: EssState): { set: boolean; reason: string } {
  const set = state.level !== "NORMAL";
  const binding = state.causes.filter((cause) => cause.binding);
  const reason = set
    ? `${state.level}: ${tell(binding, state.level)}`
    : `NORMAL again${state.rearmed ? `; last re-armed by ${state.rearmed.by}` : ""}`;
  return { set, reason };
}

function tell(causes: readonly Cause[], level: Level): string {
  const told = causes.filter((cause) => cause.level === level);
  return told
    .map((cause) => `${cause.rule} ${cause.trigger} by ${cause.by}: ${cause.reason} (${cause.observed}, limit ${cause.limit})`)
    .join("; ");
}
