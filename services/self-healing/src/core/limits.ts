/** What an operator may change. Times are real time. */
export interface HealingSettings {
  /** No sign of life for this long: frozen. Longer than any pause of a healthy process on a busy machine; 5 s was never reached by one in the fault bench. */
  readonly frozenForMs: number;
  /** Work waits and none is finished for this long: wedged. Above the slowest cycle, below the kit's own 15 s. */
  readonly wedgedForMs: number;
  /** A dependency is missing to one service alone for this long. Longer than any reconnection takes by itself (1 s steps). */
  readonly dependencyForMs: number;
  /** A start that takes longer hangs; a start takes 2 s, on a busy machine 10 s. */
  readonly startWithinMs: number;
  /** Restarts of one service within the window; more do not help, they only wear out the rest. Source: restart intensity of Erlang/OTP supervisors. */
  readonly serviceRestarts: number;
  /** Restarts of all services within the window. */
  readonly fleetRestarts: number;
  readonly windowMs: number;
  /** Critical alerts and new incidents within a minute above which entries pause; below the 10 at which ess goes further. */
  readonly maxErrors: number;
  /** execution cannot be brought back for this long while positions are open: ess is asked to close. */
  readonly emergencyAfterMs: number;
}

/** Defaults. */
export const DEFAULT_SETTINGS: HealingSettings = {
  frozenForMs: 5_000,
  wedgedForMs: 8_000,
  dependencyForMs: 10_000,
  startWithinMs: 30_000,
  serviceRestarts: 5,
  fleetRestarts: 15,
  windowMs: 600_000,
  maxErrors: 6,
  emergencyAfterMs: 300_000,
};

/** Numbers nobody needs to change. */
export const LIMITS = {
  /** DEFENSIVE waits this share of the time. */
  defensiveFactor: 0.6,
  /** A line in the fleet's hash, written once a second, is fresh for this long. */
  rowFreshMs: 3_000,
  /** A restarted service has this long to become healthy before anything else is done about it; doubled with every further try. */
  settleMs: 15_000,
  /** The longest wait between two tries. */
  settleMaxMs: 120_000,
  /** Further tries after which the wait does not double any more; keeps the doubling finite. */
  settleDoublings: 6,
  /** Looks further apart than this: the watcher was blind meanwhile (looks come once a second), and starts to count anew. */
  blindMs: 4_000,
  /** So many services ill in the same way at once (and this share of those that run) have a common cause, and it is not them. */
  commonAtLeast: 3,
  commonShare: 0.4,
  /** Errors are counted over this. */
  errorWindowMs: 60_000,
  /** A pause is asked for again this often while there are too many errors. */
  askAgainMs: 20_000,
  /** Errors remembered. */
  errorMemory: 64,
  /** Closed incidents kept for whoever asks; all are in table incidents. */
  closedKept: 50,
} as const;

/** Services whose state is the memory of money or of a stop: it is never set aside by a machine. */
export const KEEPERS: readonly string[] = ["execution", "trading_bot", "risk_safety", "portfolio_intelligence", "ess", "self_healing"];
