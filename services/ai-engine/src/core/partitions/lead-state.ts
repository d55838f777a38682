import type { Roster } from "@quantum/roster";
import type { Interval, Signal } from "@quantum/types";
import { type AiEngineState, initialState } from "../state.ts";

/** What a partition said for a cycle: its signals, or why they cannot be used. */
export type Part = { signals: Signal[] } | { problem: string };

/** A cycle that is not answered yet. */
export interface OpenCycle {
  at: number;
  /** Symbols and closes in the order of the bars. */
  bars: { symbol: string; close: number }[];
  /** By partition; the lead's own is 0. */
  parts: Record<string, Part>;
}

/** A partition whose symbols abstain. */
export interface Absence {
  /** Close of the first cycle without it. */
  since: number;
  reason: string;
  /** True while it has not spoken since it last let a wait pass: it is not waited for. */
  silent: boolean;
  /** Cycles in a row in which it was there again. */
  goodCycles: number;
}

/** What the lead remembers. */
export interface LeadState extends AiEngineState {
  /** The workers, as their hellos and goodbyes tell. */
  roster: Roster;
  /** Oldest first; more than one only while bars come faster than answers. */
  open: OpenCycle[];
  /** By partition. */
  absences: Record<string, Absence>;
}

/** A lead that has seen nothing. */
export function initialLeadState(interval: Interval | null): LeadState {
  return { ...initialState(interval), roster: {}, open: [], absences: {} };
}

/** The numbers of the workers: every partition but the lead's. */
export function workersOf(partitions: number): number[] {
  return Array.from({ length: partitions - 1 }, (_, i) => i + 1);
}
