import type { EventData } from "@quantum/types";

/** One R figure of a trade: its age in bars and R then. */
export interface PastR {
  ageBars: number;
  r: number;
}

export type ClassifiedPosition = EventData<"positions.classified">["positions"][number];

/** Everything it remembers. Plain JSON. */
export interface PilState {
  /** Trade id -> its last R figures, youngest age first. */
  history: Record<string, PastR[]>;
  /** Cycles answered lately, oldest first. */
  answered: number[];
  last: { cycle: number; positions: ClassifiedPosition[] } | null;
}

/** The state before anything was seen. */
export function initialState(): PilState {
  return { history: {}, answered: [], last: null };
}

/** The entry under a key that came from outside; a name every object has is not one. */
export function lookUp<T>(record: Readonly<Record<string, T>>, key: string): T | null {
  return Object.hasOwn(record, key) ? (record[key] as T) : null;
}
