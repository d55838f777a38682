import { binds, type Input, type Mode } from "@quantum/types";

/** What is known of one service. */
export interface RosterEntry {
  mode: Mode;
  /** True from its hello until its goodbye. A crash is not a goodbye. */
  present: boolean;
}

/** The fleet as the events tell it. Plain JSON: part of a core's state. */
export type Roster = Record<string, RosterEntry>;

/** Events a core must consume to keep a roster. */
export const ROSTER_EVENTS = ["service.started", "service.stopped", "mode.changed"] as const;

/** Brings the roster up to date, in place. True when the input was one of its events. */
export function updateRoster(roster: Roster, input: Input): boolean {
  switch (input.type) {
    case "service.started":
      roster[input.data.service] = { mode: input.data.mode, present: true };
      return true;
    case "service.stopped": {
      const entry = roster[input.data.service];
      if (entry) entry.present = false;
      return true;
    }
    case "mode.changed": {
      const entry = roster[input.data.service];
      if (entry) entry.mode = input.data.to;
      else roster[input.data.service] = { mode: input.data.to, present: true };
      return true;
    }
    default:
      return false;
  }
}

/** True when this service is there and its word binds: whoever needs it waits for it, and fails safe without it. */
export function isEnforced(roster: Readonly<Roster>, service: string): boolean {
  const entry = roster[service];
  return entry?.present === true && binds(entry.mode);
}

/** True when this service is there and speaks, binding or not. */
export function speaks(roster: Readonly<Roster>, service: string): boolean {
  const entry = roster[service];
  return entry?.present === true && entry.mode !== "OFF";
}
