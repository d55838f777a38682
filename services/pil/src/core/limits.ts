/** Every number of position intelligence. R is profit as a multiple of the trade's initial risk, ages are trading bars. */
export const LIMITS = {
  /** PIL-02 and PIL-03: the trade has earned what it risked. */
  winnerR: 1,
  /** PIL-02: half of the risk won within `momentumBars`: faster than a trade needs to reach its target in four hours by far. */
  runnerMomentumR: 0.5,
  /** PIL-02: a runner still holds most of its best moment; one that gave back a fifth is a winner only. */
  runnerKeptRatio: 0.8,
  /** PIL-05: halfway to the stop. */
  loserR: -0.5,
  /** PIL-04: beyond the stop and its costs; the stop should have ended this trade. */
  runawayR: -1.2,
  /** PIL-04: a loser that lost half its risk within `momentumBars` reaches its stop within the hour. */
  runawayMomentumR: -0.5,
  /** PIL-06: half an hour of 5 min bars; what is won in that time is a scalp, not yet a trend. */
  scalpBars: 6,
  /** PIL-06: less is noise and fees. */
  scalpR: 0.3,
  /** PIL-07: half of the four hours after which trading_bot leaves a trade. */
  staleBars: 24,
  /** PIL-07: a trade this near to where it was entered has decided nothing. */
  staleR: 0.5,
  /** PIL-07: one that also stayed within this range for `historyBars` goes nowhere; at the usual 0.25 R a bar it would have moved 1.4 R. */
  staleRangeR: 1,
  /** Momentum is the change of R over so many bars: half an hour of 5 min bars. */
  momentumBars: 6,
  /** R figures kept per trade: what momentum and the range of PIL-07 look back at. */
  historyBars: 12,
  /** Answered cycles remembered to recognise one that is delivered again. */
  rememberedCycles: 32,
} as const;

/** What an operator may set; defaults are LIMITS. */
export interface PilSettings {
  readonly winnerR: number;
  readonly runnerMomentumR: number;
  readonly runnerKeptRatio: number;
  readonly loserR: number;
  readonly runawayR: number;
  readonly runawayMomentumR: number;
  readonly scalpBars: number;
  readonly scalpR: number;
  readonly staleBars: number;
  readonly staleR: number;
  readonly staleRangeR: number;
}

/** The settings it runs with when nothing is configured. */
export const DEFAULT_SETTINGS: PilSettings = LIMITS;
