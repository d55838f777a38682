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
  /** What was said on the last events that led to something, to be said again when they are delivered again: more than one read of the bus holds. */
  saidMemory: 16,
  /** Times of errors kept: more than enough to be above any sensible limit. */
  errorMemory: 200,
  /** Longest text taken from outside into the journal, characters. */
  textMax: 500,
} as const;

/** Every number of what is done at the exchange. */
export const SWEEP_LIMITS = {
  /** Requests on their way at the same time: 200 cancels at 40 ms each are then half a second. */
  concurrency: 16,
  /** One attempt at cancelling, and at closing, gives up after this long, says so, and is made again. */
  cancelWithinMs: 10_000,
  flattenWithinMs: 20_000,
  retryMs: 500,
  /** Reads in a row that must show nothing left. */
  cleanReads: 2,
  /** Pause after a round in which something was refused: doubled each time, up to the second figure, or the third when the exchange limits us. */
  pauseMinMs: 25,
  pauseMaxMs: 400,
  pauseLimitedMs: 4_000,
  /** How often the fate of an order is asked for whose answer was lost. */
  findTries: 3,
  /** How far a limit order of the ladder may be from the mark price: inside the exchange's PERCENT_PRICE band of 5 %. */
  ladderBandRatios: ["0.04", "0.015"],
  /** Parts of a position that are tried one after the other when the whole is refused. */
  ladderShares: ["1", "0.5", "0.25"],
} as const;

/** Every number of the watch over the exchange. */
export const WATCH_LIMITS = {
  /** Time between two looks at the clock, the stop file and the age of equity. */
  tickMs: 250,
  /** Time between two questions for equity (weight 5 of 2,400 a minute: 150 a minute). */
  equityEveryMs: 2_000,
  /** Time between two looks at resting orders (weight 80): calm, and while entries must not rest. */
  ordersEveryMs: 20_000,
  ordersStoppedEveryMs: 5_000,
  /** The exchange cancels resting plain entries when the switch was not renewed for this long: three looks missed. */
  deadManMs: 60_000,
  /** Trading rules of the contracts are asked for again after this long. */
  instrumentsEveryMs: 3_600_000,
} as const;

/** Every number of the journal, the bus and the alerts. */
export const SHELL_LIMITS = {
  /** Lines of a journal before the next one is begun (about 1 MB), and how many old ones are kept. */
  journalLines: 1_000,
  journalsKept: 24,
  /** Messages that wait for the bus while it is away; beyond that the oldest goes. The latch itself is said again anyway. */
  busQueue: 1_000,
  /** How long a webhook may take, how often it is tried, and the pause between. */
  alertTimeoutMs: 3_000,
  alertTries: 4,
  alertPauseMs: 500,
  /** Alerts on their way; beyond that the oldest goes. */
  alertQueue: 100,
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
  /** "real": it watches the exchange by itself, in real time. "cycles": it judges once a trading cycle, by events and market time alone. */
  readonly clock: "real" | "cycles";
  readonly firstMode: ModeRecord;
}

/** The settings it runs with when nothing is configured. */
export const DEFAULT_SETTINGS: EssSettings = {
  ...LIMITS,
  closeOnHalt: false,
  clock: "real",
  firstMode: { mode: "ENFORCED", from: "default", before: null },
};
