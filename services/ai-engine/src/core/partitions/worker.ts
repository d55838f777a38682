import { type Core, type Decision, type Effect, emit, type Input } from "@quantum/types";
import { type Rules, signalsOf } from "../decide.ts";
import { type AiEngineState, initialState } from "../state.ts";
import { type Share, workerName } from "./owner.ts";
import { setupOf } from "./setup.ts";
import { takeOwnBars, takeOwnHistory } from "./share.ts";

/** Name of the input that tells a worker that its process has just begun; its hello on the bus follows. */
export const WORKER_BEGAN = "worker.began";

/** What a worker remembers. */
export interface WorkerState extends AiEngineState {
  /** From the beginning of its process until it has read its own hello: what came before that is past. */
  catchingUp: boolean;
  /** Newest cycle it has said its part of. */
  saidAt: number;
}

type WorkerRules = Rules & Share & { readonly name: string; readonly setup: string };

/** A worker: the same features and votes, for its own share of the symbols, said to the lead. */
export function createWorkerCore(rules: Rules & Share, interval: WorkerState["interval"]): Core<WorkerState> {
  const { partition } = rules;
  const own: WorkerRules = { ...rules, name: workerName(partition), setup: setupOf(rules) };
  return {
    name: own.name,
    consumes: ["service.started", "bars.backfilled", "bars.closed"],
    emits: ["signals.computed"],
    initial: () => ({ ...initialState(interval), catchingUp: true, saidAt: 0 }),
    decide: (state, input) => decide(state, input, own),
  };
}

/**
 * AI-05: a worker says one part for every cycle, also when none of its symbols had a bar. What it finds on the stream when it begins only warms it
 * up: by its hello it knows where the present starts, and then says its part of the newest cycle, which may still be open. So neither a new
 * worker nor one that was away for long spends its models on cycles that are answered.
 */
function decide(state: WorkerState, input: Input, rules: WorkerRules): Decision<WorkerState> {
  return { state, effects: effectsOf(state, input, rules) };
}

function effectsOf(state: WorkerState, input: Input, rules: WorkerRules): Effect[] {
  switch (input.type) {
    case "feed":
      if (input.data.name === WORKER_BEGAN) state.catchingUp = true;
      return [];
    case "service.started":
      if (input.data.service !== rules.name) return [];
      state.catchingUp = false;
      return newestPart(state, rules);
    case "bars.backfilled":
      takeOwnHistory(state, input, rules);
      return [];
    case "bars.closed":
      return input.data.opensCycle && takeOwnBars(state, input.data, rules) ? newestPart(state, rules) : [];
    default:
      return [];
  }
}

function newestPart(state: WorkerState, rules: WorkerRules): Effect[] {
  if (state.catchingUp || state.saidAt >= state.lastCycleAt) return [];
  state.saidAt = state.lastCycleAt;
  const { partition, partitions, setup } = rules;
  return [emit("signals.computed", { partition, partitions, setup, signals: signalsOf(state, rules.ensemble) }, state.lastCycleAt)];
}
