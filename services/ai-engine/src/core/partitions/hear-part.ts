import type { FleetEvent, Signal, Vote } from "@quantum/types";
import type { LeadState } from "./lead-state.ts";
import { workerName } from "./owner.ts";

/** What a part has to agree with. */
export interface Expected {
  readonly partitions: number;
  readonly setup: string;
}

/**
 * AI-07: a part counts only from the worker it is of, for the same count of partitions, and made with the same models and settings. The first
 * part for a cycle counts; one for a cycle that is answered changes nothing but that its worker is there.
 */
export function hearPart(state: LeadState, { data, cycle, source }: FleetEvent<"signals.computed">, expected: Expected): void {
  if (cycle === undefined || source !== workerName(data.partition) || data.partition >= expected.partitions) return;
  const absence = state.absences[data.partition];
  // Whoever speaks of the newest cycle, if only too late, has caught up and is waited for again.
  if (absence && cycle >= state.lastCycleAt) absence.silent = false;
  const open = state.open.find(({ at }) => at === cycle);
  if (open === undefined || open.parts[data.partition] !== undefined) return;
  const problem = problemOf(data, expected);
  open.parts[data.partition] = problem === null ? { signals: data.signals.map(asComputed) } : { problem: `${source} ${problem}` };
}

function problemOf({ partitions, setup }: FleetEvent<"signals.computed">["data"], expected: Expected): string | null {
  if (partitions !== expected.partitions) return `works with ${partitions} partitions, the lead with ${expected.partitions}`;
  if (setup !== expected.setup) return "has other models or settings than the lead";
  return null;
}

/** The way over the bus puts fields into the order of the schema; the answer is to be, to the byte, what one instance alone would say. */
function asComputed(signal: Signal): Signal {
  const { symbol, side, confidence, probabilityUp, agreementRatio, votes, atrRatio, close, features } = signal;
  return { symbol, side, confidence, probabilityUp, agreementRatio, votes: votes.map(voteAsComputed), atrRatio, close, features };
}

function voteAsComputed({ slot, model, version, weight, probabilityUp, reason }: Vote): Vote {
  return { slot, model, version, weight, probabilityUp, reason };
}
