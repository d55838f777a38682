import type { Effect } from "@quantum/types";
import type { Level } from "./levels.ts";
import type { EssSettings, ModeRecord } from "./limits.ts";

/** What can stop the desk. */
export const TRIGGERS = [
  "DRAWDOWN",
  "LOSSES",
  "ERRORS",
  "MANUAL",
  "TRADING_CYCLE_ERROR",
  "EQUITY_UNKNOWN",
  "OWN_FAILURE",
  "PAUSE_ASKED",
] as const;
export type Trigger = (typeof TRIGGERS)[number];

/** One reason why the desk is stopped. At most one per trigger. */
export interface Cause {
  trigger: Trigger;
  /** The rule's id, e.g. "ESS-01". */
  rule: string;
  level: Level;
  /** Stays until a person re-arms; otherwise it goes down by itself once it was not seen for the cool-down. */
  latched: boolean;
  /** False: the mode was not ENFORCED when it came up, so it is recorded and changes nothing. */
  binding: boolean;
  /** Positions are to be closed too. */
  close: boolean;
  since: number;
  /** In our time; of LOSSES and TRADING_CYCLE_ERROR in market time. */
  lastSeenAt: number;
  observed: string;
  limit: string;
  by: string;
  reason: string;
}

/** What sweeping the exchange led to. `ok`: twice in a row nothing was left that should be gone. */
export interface SweepReport {
  ok: boolean;
  cancelled: number;
  /** Entry orders that still rest, and positions still open though they were to be closed. */
  entriesLeft: number;
  positionsLeft: number;
  /** Symbols with a position that no protective stop guards. */
  unprotected: string[];
  /** From the decision to the last cancel confirmed, and to flat (null when closing was not asked for), ms. */
  cancelledMs: number;
  flatMs: number | null;
  reason: string;
}

/** Entries cancelled (and positions closed): asked for, until a report says it is done. */
export interface Sweep {
  sweepId: string;
  close: boolean;
  /** True when it only makes sure that what an earlier one cleared is still clear. */
  again: boolean;
  /** The input that asked for it: its id, time and cycle. */
  asked: { cause: string; at: number; cycle: number | null };
  phase: "RUNNING" | "DONE";
  attempts: number;
  report: SweepReport | null;
}

/** Everything the Emergency Stop System remembers. Times are its own clock in epoch ms, except in `errors.market`. */
export interface EssState {
  mode: ModeRecord;
  /** What binds. */
  level: Level;
  /** What would bind if the service were ENFORCED all along. */
  wouldBe: Level;
  causes: Cause[];
  /** The newest time heard of the own clock and of the market. */
  clockAt: number;
  marketAt: number;
  /** When this process began to look. */
  lookingSince: number;
  equityUsd: string | null;
  equityAt: number | null;
  peakUsd: string | null;
  lossesInARow: number;
  /** Times of errors: the fleet's in market time, our own in our time. */
  errors: { market: number[]; own: number[] };
  seenIds: string[];
  /** What was said on the newest events, by their ids. */
  said: { id: string; effects: Effect[] }[];
  /** Newest cycle that was answered, or is: then `answering` is true until its sweep has reported. */
  cycle: number;
  answering: boolean;
  /** Since when errors of the fleet count, with the clock of cycles: the cycle before the one that is judged. */
  errorsSince: number;
  /** A failure of the trading cycle that is judged with the next cycle. */
  cycleFailure: { at: number; reason: string } | null;
  sweep: Sweep | null;
  /** Whether the kill latch is set in our name. */
  latchSaid: boolean;
  rearmed: { at: number; by: string; reason: string } | null;
}

/** Nothing heard yet. */
export function initialState(settings: EssSettings): EssState {
  return {
    mode: { ...settings.firstMode },
    level: "NORMAL",
    wouldBe: "NORMAL",
    causes: [],
    clockAt: 0,
    marketAt: 0,
    lookingSince: 0,
    equityUsd: null,
    equityAt: null,
    peakUsd: null,
    lossesInARow: 0,
    errors: { market: [], own: [] },
    seenIds: [],
    said: [],
    cycle: 0,
    answering: false,
    errorsSince: 0,
    cycleFailure: null,
    sweep: null,
    latchSaid: false,
    rearmed: null,
  };
}
