import type { Mode } from "@quantum/types";

/** Every number of the Emergency Stop System. All but the memories can be configured. */
export const LIMITS = {
  /** Fall of equity (unrealised included) from its peak, as a share of the peak: the specification's 5 %. Exactly 5 % passes. */
  maxDrawdownRatio: "0.05",
  /** Losing trades one after the other; the sixth stops. Specification. */
  maxLossesInARow: 5,
  /** System errors within a minute; the eleventh stops. Specification. */
  maxErrors: 10,
  errorWindowMs: 60_000,
  /** Equity not heard for this long is unknown: seven polls of two seconds were missed. */
  equityStaleMs: 15_000,
  /** A cause that has not been seen for this long lets the level go down by one step: three trading bars of 5 min. */
  coolDownMs: 15 * 60_000,
  /** Ids of events remembered so that each counts once: more than a batch of the bus can deliver again. */
  seenMemory: 128,
  /** Times of errors kept: more than enough to be above any sensible limit. */
  errorMemory: 200,
  /** Longest text taken from outside into the journal, characters. */
  textMax: 500,
} as const;

/** The mode of the service, where it came from and what it was before. */
export interface ModeRecord {
  mode: Mode;
  from: string;
  before: Mode | null;
}

/** What an operator may set. */
export interface EssSettings {
  readonly maxDrawdownRatio: string;
  readonly maxLossesInARow: number;
  readonly maxErrors: number;
  readonly errorWindowMs: number;
  readonly equityStaleMs: number;
  readonly coolDownMs: number;
  /** Whether a stop of the system's own (not of a person) closes all positions too. */
  readonly closeOnHalt: boolean;
  readonly firstMode: ModeRecord;
}

/** The settings it runs with when nothing is configured. */
export const DEFAULT_SETTINGS: EssSettings = {
  ...LIMITS,
  closeOnHalt: false,
  firstMode: { mode: "ENFORCED", from: "default", before: null },
};
