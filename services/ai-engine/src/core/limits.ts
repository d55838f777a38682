/** Every number of this service, with unit, source and reason. */
export const LIMITS = {
  /** Bars ahead that a prediction is about. One hour of 5-minute bars: long enough for a move to exceed fees and spread. */
  horizonBars: 12,
  /** Votes (not abstained) below which the ensemble abstains: one opinion is no ensemble. */
  minVotes: 2,
  /** Smallest and largest probability a baseline may state. Fixed rules without any fit must not claim more. */
  minProbability: 0.05,
  maxProbability: 0.95,
  /** Decimals of features and probabilities in events: far below the noise of any of them, and half the size. */
  featureDigits: 8,
  probabilityDecimals: 6,
  /** Most partitions that can share the symbols, the lead's included. With more, the parts' way over the bus costs more than they save. */
  maxPartitions: 16,
  /** Real time to wait for the parts of a cycle, ms. Below the 2 s for which modules wait for the signals, so that they still get an answer. */
  partWaitMs: 1_500,
  /** Most cycles that wait for their parts; then the oldest is answered without. An hour of 5 min bars: older signals are of no use to anybody. */
  maxOpenCycles: 12,
  /** Cycles in a row in which a partition must have been there before it counts as back. */
  backAfterCycles: 3,
} as const;

/** Lengths of the features, in bars. The slowest one decides how long a symbol must be warm: `warmUpBars`. */
export const PERIODS = {
  /** Fast and slow average: an hour and four hours of 5-minute bars. */
  fastAverage: 12,
  slowAverage: 50,
  /** Over which the slope of the slow average is taken: one prediction horizon. */
  slope: 12,
  /** Wilder's own choice for RSI, ATR and ADX. */
  wilder: 14,
  /** Bollinger's own choice; the channel and the volume-weighted price use the same window so that they speak of the same time. */
  band: 20,
  bandWidth: 2,
  /** Returns over a quarter of an hour, an hour and four hours. */
  shortReturn: 3,
  mediumReturn: 12,
  longReturn: 48,
  /** Volatility now against volatility of the last hours. */
  fastVolatility: 12,
  slowVolatility: 48,
} as const;

/** Unbroken bars after which every feature is defined: the slope needs the slow average and then its own length. */
export const WARM_UP_BARS = PERIODS.slowAverage + PERIODS.slope;

/**
 * Coefficients of the baselines, in logits per unit of feature. They are set by hand, not fitted: signs from the
 * literature the model files name, sizes such that one unit of every term (about one standard deviation on 5-minute
 * bars) counts alike, and the gain so that some dozens of the 5,760 symbol bars of a day are beyond a confidence of 0.55.
 */
export const BASELINES = {
  momentum: { gain: 0.52, mediumReturn: 0.45, macd: 0.9, direction: 1.2 },
  meanReversion: {
    gain: 1.1,
    band: 0.75,
    strength: 1,
    /** ADX above which it abstains: Wilder's border between range and trend. */
    maxAdx: 25,
    /** Band deviations below which there is nothing to revert. */
    minBand: 1,
  },
  trendSlope: {
    gain: 0.66,
    slope: 9,
    distance: 0.35,
    /** ADX below which it abstains: no trend to follow. */
    minAdx: 20,
  },
  breakout: {
    gain: 1,
    /** Per average true range beyond the earlier channel. */
    beyond: 1.6,
    /** What a break without unusual volume counts; unusual volume adds. */
    base: 1,
    volume: 0.35,
  },
} as const;
