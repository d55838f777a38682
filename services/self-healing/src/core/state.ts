import { createDirectiveBook, type DirectiveBook, type Roster } from "@quantum/roster";
import type { Fault } from "@quantum/types";

/** What is remembered of one service from look to look. Times are real time, epoch ms. */
export interface Watched {
  /** Last sign of life. */
  lifeAt: number;
  restarts: number;
  /** Its own word: the last work it finished, and since when work waits without that moving. */
  workAt: number | null;
  waitingSince: number | null;
  /** The watcher's count: how far it has read, since when that stands still although there is more to read, and how much there was. */
  position: string | null;
  unfinishedThen: number;
  standingSince: number | null;
  /** Since when a dependency is missing to it. */
  missingSince: number | null;
  missing: string | null;
  /** Since when it is out, as the supervisor says. */
  outSince: number | null;
}

/** A fault from its first sign to health. */
export interface Incident {
  incidentId: string;
  service: string;
  fault: Fault;
  rule: string;
  sinceMs: number;
  openedMs: number;
  evidence: string;
  restarts: number;
  /** Tries of any kind, carried out or not; the next one not before `nextTryMs`. */
  tries: number;
  nextTryMs: number;
  reconnected: boolean;
  /** What it waits for, so that it is said once. */
  waits: string | null;
}

/** An incident that is over. */
export interface ClosedIncident {
  incidentId: string;
  service: string;
  fault: Fault;
  outcome: "RECOVERED" | "STOPPED_ON_PURPOSE" | "GONE";
  openedMs: number;
  closedMs: number;
  recoveryMs: number;
  restarts: number;
}

/** Everything the watcher remembers. */
export interface HealingState {
  lookedAt: number | null;
  watched: Record<string, Watched>;
  incidents: Record<string, Incident>;
  closed: ClosedIncident[];
  /** Restarts that were carried out lately. */
  restarts: { service: string; atMs: number }[];
  errorsAtMs: number[];
  pauseAskedMs: number | null;
  emergencyAskedMs: number | null;
  openPositions: number | null;
  roster: Roster;
  /** Services that said goodbye and have not come back. */
  left: string[];
  directives: DirectiveBook;
  cycle: number;
  seenIds: string[];
}

/** Nothing was seen yet. */
export function initialState(): HealingState {
  return {
    lookedAt: null,
    watched: {},
    incidents: {},
    closed: [],
    restarts: [],
    errorsAtMs: [],
    pauseAskedMs: null,
    emergencyAskedMs: null,
    openPositions: null,
    roster: {},
    left: [],
    directives: createDirectiveBook(),
    cycle: 0,
    seenIds: [],
  };
}
