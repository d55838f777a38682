/** Every number of the statistics, with unit, source and reason. */
export const STATISTICS_LIMITS = {
  /** Closed trades below which a mean or a share of them is not shown: the usual rule of thumb for the normal approximation of a mean. */
  minTrades: 30,
  /** Losing trades below which a profit factor is not shown: its denominator would rest on a handful of trades. */
  minLosses: 10,
  /** Days below which a ratio of daily returns is not shown (same rule of thumb). */
  minDays: 30,
  /** Days below which nothing is annualised: a ratio of a quarter says little about a year (Lo, "The Statistics of Sharpe Ratios", 2002). */
  minDaysToAnnualise: 365,
  daysPerYear: 365,
  /** Cycles below which a share of time or a mean exposure is not shown: one day of five-minute bars. */
  minCycles: 288,
  /** Resamples of a bootstrap; 1,000 to 2,000 are usual for percentile intervals (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993). */
  resamples: 1_000,
  /** Share of resamples inside an interval. */
  confidence: 0.95,
  /** Seed of the resampling: an interval is the same in every run. */
  seed: "statistics",
} as const;
