import { ROSTER_EVENTS, updateRoster } from "@quantum/roster";
import { type Core, type Effect, type EventData, emit, type Input, type Signal, type Woken } from "@quantum/types";
import { type Rules, signalsOf } from "../decide.ts";
import { LIMITS } from "../limits.ts";
import { noteAbsences, whyAbsent } from "./absence.ts";
import { absentSignal } from "./absent-signal.ts";
import { isComplete, waitLeft, wakeFor } from "./awaited.ts";
import { hearPart } from "./hear-part.ts";
import { initialLeadState, type LeadState, type OpenCycle, workersOf } from "./lead-state.ts";
import { ownerOf, workerName } from "./owner.ts";
import { setupOf } from "./setup.ts";
import { takeOwnBars, takeOwnHistory } from "./share.ts";

type LeadRules = Rules & {
  readonly partition: 0;
  readonly partitions: number;
  readonly waitMs: number;
  readonly setup: string;
  readonly workers: ReadonlySet<string>;
};

/** The name under which the lead keeps its own part beside those of the workers. */
const OWN = "0";

/** The lead: has a share of the symbols like a worker, and makes the one answer to a cycle of its own part and theirs. */
export function createLeadCore(rules: Rules & Pick<LeadRules, "partitions" | "waitMs">, interval: LeadState["interval"]): Core<LeadState> {
  const { partitions } = rules;
  const workers = new Set(workersOf(partitions).map(workerName));
  const own: LeadRules = { ...rules, partition: 0, setup: setupOf(rules), workers };
  return {
    name: "ai_engine",
    consumes: [...ROSTER_EVENTS, "bars.backfilled", "bars.closed", "signals.computed"],
    emits: ["signals.generated", "alert.raised"],
    initial: () => initialLeadState(interval),
    decide: (state, input) => ({ state, effects: effectsOf(state, input, own) }),
  };
}

function effectsOf(state: LeadState, input: Input, rules: LeadRules): Effect[] {
  switch (input.type) {
    case "service.started":
    case "service.stopped":
    case "mode.changed":
      if (!rules.workers.has(input.data.service)) return [];
      updateRoster(state.roster, input);
      return answerComplete(state, rules, false);
    case "bars.backfilled":
      takeOwnHistory(state, input, rules);
      return [];
    case "bars.closed":
      return input.data.opensCycle ? open(state, input.data, rules) : [];
    case "signals.computed":
      hearPart(state, input, rules);
      return answerComplete(state, rules, false);
    case "wake":
      return onWake(state, input, rules);
    default:
      return [];
  }
}

function open(state: LeadState, data: EventData<"bars.closed">, rules: LeadRules): Effect[] {
  // What is still open from under another count has lost its wait: this instance was alone meanwhile, and answered the cycles since.
  if (state.partitions !== rules.partitions) state.open = [];
  if (!takeOwnBars(state, data, rules)) return [];
  const bars = data.bars.map(({ symbol, bar }) => ({ symbol, close: bar.close }));
  state.open.push({ at: data.closeAt, bars, parts: { [OWN]: { signals: signalsOf(state, rules.ensemble) } } });
  if (state.open.length > LIMITS.maxOpenCycles) return [...answerOldest(state, rules), ...answerComplete(state, rules, true)];
  return answerComplete(state, rules, state.open.length === 1);
}

/** A part of the wait is over; after the last one the answer is given without what is missing. */
function onWake(state: LeadState, input: Woken, rules: LeadRules): Effect[] {
  const left = waitLeft(state, input);
  if (left === null) return [];
  if (left > 0) return wakeFor(state, rules.waitMs, left - 1);
  return [...answerOldest(state, rules), ...answerComplete(state, rules, true)];
}

/** Answers the cycles that have all they need, oldest first; the wait for the one that has not begins when it becomes the oldest. */
function answerComplete(state: LeadState, rules: LeadRules, isNewOldest: boolean): Effect[] {
  const effects: Effect[] = [];
  let waits = isNewOldest;
  for (let [oldest] = state.open; oldest && isComplete(state, oldest, rules.partitions); [oldest] = state.open) {
    effects.push(...answerOldest(state, rules));
    waits = true;
  }
  return waits ? [...effects, ...wakeFor(state, rules.waitMs)] : effects;
}

/** The one answer to the oldest open cycle, in the order of its bars. */
function answerOldest(state: LeadState, rules: LeadRules): Effect[] {
  const cycle = state.open.shift();
  if (cycle === undefined) return [];
  const signals = signalsInOrder(state, cycle, rules);
  const said = emit("signals.generated", { signals, horizonBars: rules.horizonBars }, cycle.at);
  return [said, ...noteAbsences(state, cycle, rules.partitions)];
}

/** A symbol that its owner, who took the same bars, left out of its part is left out here, as one alone would have done. */
function signalsInOrder(state: LeadState, cycle: OpenCycle, { partitions, ensemble }: LeadRules): Signal[] {
  const shares = [0, ...workersOf(partitions)].map((partition) => {
    const part = cycle.parts[partition];
    if (part !== undefined && "signals" in part) return new Map(part.signals.map((signal) => [signal.symbol, signal]));
    return `partition ${partition} of ${partitions} is missing: ${whyAbsent(state, cycle, partition)}`;
  });
  return cycle.bars.flatMap((bar) => {
    const share = shares[ownerOf(bar.symbol, partitions)] as (typeof shares)[number];
    if (typeof share === "string") return [absentSignal(bar, ensemble, share)];
    return share.get(bar.symbol) ?? [];
  });
}
