/** Every number of this service, with unit, source and reason. */
export const LIMITS = {
  /**
   * Outcomes below which an accuracy is not stated. With 200 independent outcomes its standard error is 3.5 points; outcomes
   * of overlapping hours and correlated coins are not independent, so less would say nothing at all.
   */
  minOutcomes: 200,
  /** Length of one bucket of results. An hour is the finest that anybody asks for. */
  bucketMs: 3_600_000,
  /** How far back results are kept in memory; older ones are in the database. */
  keepMs: 7 * 86_400_000,
  /** The windows accuracies are stated for. */
  windowsMs: { day: 86_400_000, week: 7 * 86_400_000 },
  /** Cycles of open predictions kept at most, in horizons. While bars come one is enough; without them the oldest end as MISSING. */
  openHorizons: 3,
  /** Failures of jobs that are remembered as told. More than the queue keeps (its history: 100), so that none is told twice. */
  toldFailures: 200,
} as const;

/** Every number of the evaluation of models, with unit, source and reason. */
export const EVALUATION = {
  /**
   * Share of evaluations of pure noise in which any model may be called EDGE. The goal for promotions is at most 1 % of cycles;
   * an evaluation is what they rest on.
   */
  falseEdgeShare: 0.01,
  /**
   * Length of one block of the bootstrap, hours: a whole day holds the overlap of labels, the memory of slow features (a
   * signal with an autocorrelation of 0.99 a bar forgets in eight hours) and the hours that markets prefer.
   */
  blockHours: 24,
  /** Horizons that fit into one block at least, when labels look further ahead than a few hours. */
  blockHorizons: 4,
  /** Blocks below which no verdict is drawn: the spread of fewer than ten is itself a guess (its own error is above 24 %). */
  minBlocks: 10,
  /** Resamples: the error of a standard error from 500 of them is 3 %. */
  resamples: 500,
  /** Bounds of the window that an evaluation may look at, days. */
  windowDays: { least: 1, most: 365, usual: 30 },
  /** How often an evaluation is asked for, hours of market time; 0 is never. */
  everyHours: 24,
  /** Market time after the end of a window before it is due: its last predictions have been heard by then. Twice the usual horizon. */
  labelledAfterMs: 2 * 3_600_000,
} as const;
