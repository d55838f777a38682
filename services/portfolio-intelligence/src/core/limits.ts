/** Every number of this service. Unit in the name; source and reason beside it. */
export const LIMITS = {
  /** Decimal places of money amounts that need a division (cost of a partial close, a fee split by a flip). The exchange books 8. */
  moneyPlaces: 8,
  /** Decimal places of an average price that is shown. Finer than any tick size listed. */
  pricePlaces: 12,
  /** For so long after a fill an earlier one may still arrive and is put in its place: three bars of 5 min. */
  lateFillWindowMs: 15 * 60_000,
  /** Ids of settled fills kept per symbol to recognise repeats: some ten trades, hours after the bus has made its last re-delivery. */
  knownIdsPerSymbol: 40,
  /** What is known of a trade that never opened is forgotten after a day: no entry rests that long. */
  planMemoryMs: 24 * 3_600_000,
  /** Returns kept per symbol for correlation: four hours of 5 min bars, long enough to be stable, short enough to follow a regime. */
  correlationBars: 48,
  /** Fewer common returns than this give no correlation: its standard error would exceed 0.2. */
  correlationMinBars: 24,
  /** A bar's extremes count for a trade opened in its first tenth (the latency of a market order); later, only its close does. */
  openingShareOfBar: 0.1,
  /** Stands for "exposure without equity": larger than any limit, and still a number in JSON. */
  exposureWithoutEquityRatio: 1e9,
  /** A wallet may differ from the exchange's by this much before it is a difference. Zero: exact. */
  walletToleranceUsd: "0",
} as const;

/** What an operator may set; defaults are LIMITS. */
export interface PortfolioSettings {
  readonly walletToleranceUsd: string;
  readonly correlationBars: number;
  readonly correlationMinBars: number;
}

/** The settings a service runs with when nothing is configured. */
export const DEFAULT_SETTINGS: PortfolioSettings = {
  walletToleranceUsd: LIMITS.walletToleranceUsd,
  correlationBars: LIMITS.correlationBars,
  correlationMinBars: LIMITS.correlationMinBars,
};
