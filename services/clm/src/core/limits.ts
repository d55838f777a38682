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
} as const;
