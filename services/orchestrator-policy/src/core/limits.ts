/** Every number of this service that is not in the policy table. Unit in the name; source and reason beside it. */
export const LIMITS = {
  /** Bars an input may be old: with two, one lost answer is bridged; older than that it describes another market (issue: stale above 2 bars). */
  maxAgeBars: 2,
  /** Real time to wait for the answers of a cycle. An answer takes milliseconds; trading_bot itself waits longer. */
  waitMs: 2_000,
  /** Inputs of this many cycles are kept, so that one that comes early is not lost. */
  keptCycles: 4,
} as const;

/** Upper edges of the bands, inclusive. */
export const BANDS = {
  /** Volatility as a multiple of the market's own long average. Half as much again is a busy day, two and a half times is an event. */
  volatilityRatio: { LOW: 0.7, NORMAL: 1.5, HIGH: 2.5 },
  /** Drawdown from peak equity. At 3 % the fleet turns defensive, at 5 % the emergency stop triggers (spec). */
  drawdownRatio: { NONE: 0.01, SMALL: 0.03, LARGE: 0.05 },
} as const;

/** What an operator may set; defaults are LIMITS. */
export interface PolicySettings {
  readonly waitMs: number;
}
