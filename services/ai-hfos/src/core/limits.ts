/** Every number of the coordinator but the restraints themselves (restraints.ts). Unit in the name; source and reason beside it. */
export const LIMITS = {
  /** HF-02, HF-03: drawdown from peak equity. Above 3 % the desk turns defensive, above 5 % safe (spec section 2.9 and 2.13). Exactly that is not above. */
  defensiveDrawdownRatio: 0.03,
  safeDrawdownRatio: 0.05,
  /** HF-01: the last hour swung this many times as much as the days before it. */
  highVolatilityRatio: 2.5,
  /** HF-04: the median symbol fell in an hour by at least so many of the market's own hourly deviations, and by at least this share of its price. */
  crashDeviations: 5,
  crashFallRatio: 0.04,
  /** HF-04: the same while msc_ai calls the market VOLATILE or BEAR_STRONG: two witnesses need less each. */
  witnessedCrashDeviations: 4,
  witnessedCrashFallRatio: 0.03,
  /** HF-04: share of symbols that are lower than an hour ago. A crash takes nearly everything with it. */
  crashBreadthRatio: 0.9,
  /** HF-06: so many modules silent in one cycle are no coincidence; nor is one that is silent so many cycles in a row. */
  silentServices: 3,
  silentCycles: 3,
  /** HF-08: a risk mode is left for the next more daring one only after an hour in which nothing asked for it, and after three cycles at least. */
  calmMs: 3_600_000,
  calmCycles: 3,
  /** HF-11: a directive of its own holds half an hour or six cycles, and is said again when half of that is left. */
  directiveMs: 1_800_000,
  directiveCycles: 6,
  /** HF-09, HF-10: what a person says holds a day at most. */
  maxPersonMinutes: 1_440,
  /** Steps in which the market is measured, and the window of a fall. */
  gridMs: 300_000,
  windowMs: 3_600_000,
  /** Days over which the market's usual volatility is averaged: two, so that a week-end does not set the measure for a Monday. */
  usualMs: 2 * 86_400_000,
  /** Fewer samples of it than a quarter of a day's give no measure. */
  leastSamples: 24,
  /** Symbols of which so many have no price an hour ago are no market. */
  leastKnownRatio: 0.5,
  /** History kept until the first cycle: a day. */
  historyMs: 86_400_000,
  /** Real time to wait for the answers of a cycle. trading_bot itself waits longer. */
  waitMs: 3_000,
  /** Directives of the past that stay readable. */
  keptDirectives: 50,
} as const;

/** What an operator may set. */
export interface HfosSettings {
  readonly waitMs: number;
}

/** The settings the coordinator runs with when nothing is configured. */
export const DEFAULT_SETTINGS: HfosSettings = { waitMs: LIMITS.waitMs };
