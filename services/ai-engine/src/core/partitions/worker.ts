import { type Core, type Decision, type Effect, emit, type Input } from "@quantum/types";
import { type Rules, signalsOf } from "../decide.ts";
import { initialState } from "../state.ts";
import { type Share, workerName } from "./owner.ts";
import { setupOf } from "./setup.ts";
import { type SharedState, takeOwnBars, takeOwnHistory } from "./share.ts";

/** What a worker remembers. */
export interface WorkerState extends SharedState {
  /** Whether it has read its own first hello: what came before it is past. */
  present: boolean;
}

type WorkerRules = Rules & Share & { readonly name: string; readonly setup: string };

/** A worker: the same features and votes, for its own share of the symbols, said to the lead. */
export function createWorkerCore(rules: Rules & Share, interval: WorkerState["interval"]): Core<WorkerState> {
  const { partition, partitions } = rules;
  const own: WorkerRules = { ...rules, name: workerName(partition), setup: setupOf(rules) };
  return {
    name: own.name,
    consumes: ["service.started", "bars.backfilled", "bars.closed"],
    emits: ["signals.computed"],
    initial: () => ({ ...initialState(interval), partitions, present: false }),
    decide: (state, input) => decide(state, input, own),
  };
}

/**
 * AI-05: a worker says exactly one part for every cycle since it first said hello, also when none of its symbols had a bar. The bars before
 * that, which it reads off the stream when it is new, only warm it up: their cycles are answered. With its hello it says its part of the
 * newest, which may still be open.
 */
function decide(state: WorkerState, input: Input, rules: WorkerRules): Decision<WorkerState> {
  return { state, effects: effectsOf(state, input, rules) };
}

function effectsOf(state: WorkerState, input: Input, rules: WorkerRules): Effect[] {
  switch (input.type) {
    case "service.started":
      if (input.data.service !== rules.name || state.present) return [];
      state.present = true;
      return state.lastCycleAt > 0 ? [part(state, rules)] : [];
    case "bars.backfilled":
      takeOwnHistory(state, input, rules);
      return [];
    case "bars.closed":
      return input.data.opensCycle && takeOwnBars(state, input.data, rules) && state.present ? [part(state, rules)] : [];
    default:
      return [];
  }
}

function part(state: WorkerState, rules: WorkerRules): Effect {
  const { partition, partitions, setup } = rules;
  return emit("signals.computed", { partition, partitions, setup, signals: signalsOf(state, rules.ensemble) }, state.lastCycleAt);
}
