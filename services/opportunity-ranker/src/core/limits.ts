import type { Interval, MarketState } from "@quantum/types";

/** Every number of this service. Unit in the name; source and reason beside it. */
export const LIMITS = {
  /** OR-08. Places from the top that may be traded: two for each of the desk's ten positions. */
  limit: 20,
  /** Real time to wait for the answers a ranking needs. The slowest takes well under a second. */
  waitMs: 2_000,
  /** The wait passes in so many parts, so that only time in which this service ran counts: after a restart the rest is waited for. */
  waitParts: 4,
  /** OR-02. Where trading_bot puts stop and target (its TB-08): multiples of the average true range, bounds as shares of price. */
  stopAtrMultiple: 2,
  stopMinRatio: 0.004,
  stopMaxRatio: 0.05,
  takeProfitMultiple: 1.5,
  /** OR-02. Mean true range of a random walk in standard deviations of its bar (Parkinson 1980: the expected range is 1.596 of them). */
  rangePerDeviation: 1.596,
  /** OR-01. Quotes come right before their bars; one from the bar before may be used, an older one is none. */
  quoteMaxAgeBars: 1,
  /** OR-01. Funding is settled every eight hours. */
  fundingEveryMs: 8 * 3_600_000,
  /** OR-03. Share of a claimed edge that is believed before anything was measured: no better reason for all than for none. */
  priorSlope: 0.5,
  /**
   * OR-03. How firmly: the noise of one outcome (0.25) over the variance of the prior (0.25 squared). About a week of a desk of forty
   * symbols weighs as much.
   */
  priorWeight: 4,
  /** OR-03. Average correlation of coins; n of them tell about as much as n / (1 + (n - 1) * this) independent ones. */
  outcomeCorrelation: 0.5,
  /** OR-03. What is left of the measurement after one cycle: half after about 24 days of 5 min bars. */
  keepShare: 0.9999,
  /** Weight of the newest bar in the turnover: about the last four hours of 5 min bars. */
  turnoverWeight: 0.04,
  /** OR-04. Wilder's own period. */
  trendBars: 14,
  /** OR-09. Symbols of a cycle below which its rank correlation says nothing. */
  minRanked: 5,
  /** OR-09. Scores with an outcome, and horizons, below which no rank correlation is stated. */
  minSamples: 200,
  minHorizons: 5,
  /** OR-09. Days the rank correlation looks back. */
  daysKept: 30,
  /** Places kept for people to look at; the event carries all. */
  placesShown: 40,
  /** Digits of figures in events. */
  bpsDecimals: 4,
  scoreDecimals: 6,
} as const;

/** What the quality of an opportunity (OR-07) is made of; a part that does not apply is left out and the rest scaled up. */
export const WEIGHTS = { trend: 0.25, agreement: 0.25, liquidity: 0.2, volatility: 0.15, regime: 0.15 } as const;

/** The figures at which a part of the quality is 0 or 1. */
export const SCALES = {
  /** Least share of a score that is left when every part is 0. Quality orders opportunities; it never turns a loss into a gain. */
  leastQuality: 0.5,
  /** OR-04. ADX from which on a trend counts as full strength: twice Wilder's border of 20 to 25. */
  fullTrendAdx: 40,
  /** OR-05, USD a day. The universe's least turnover, and a hundred times that. */
  thinTurnoverUsd: 5_000_000,
  deepTurnoverUsd: 500_000_000,
} as const;

/** How well a market state suits (OR-06) each direction, in [0, 1]. UNKNOWN suits nobody. */
export const REGIME_FIT: Readonly<Record<MarketState, { readonly LONG: number; readonly SHORT: number }>> = {
  BULL_STRONG: { LONG: 1, SHORT: 0 },
  BULL_WEAK: { LONG: 0.8, SHORT: 0.2 },
  BEAR_STRONG: { LONG: 0, SHORT: 1 },
  BEAR_WEAK: { LONG: 0.2, SHORT: 0.8 },
  SIDEWAYS_TIGHT: { LONG: 0.4, SHORT: 0.4 },
  SIDEWAYS_WIDE: { LONG: 0.5, SHORT: 0.5 },
  VOLATILE: { LONG: 0.3, SHORT: 0.3 },
  CHOPPY: { LONG: 0.2, SHORT: 0.2 },
  UNKNOWN: { LONG: 0, SHORT: 0 },
};

/** What an operator may set; defaults are LIMITS. */
export interface RankerSettings {
  readonly interval?: Interval;
  readonly limit: number;
  readonly waitMs: number;
  readonly stopAtrMultiple: number;
  readonly stopMinRatio: number;
  readonly stopMaxRatio: number;
  readonly takeProfitMultiple: number;
}
