/** Every number of the balancer. Ratios named `...EquityRatio` are shares of equity, others say of what. */
export const LIMITS = {
  /** PBA-01, share of the exposure base (see exposure-base.ts): more in one sector is one bet on that sector. Exactly this passes. */
  maxSectorRatio: 0.4,
  /** PBA-02: all positions together stay below equity, with a fifth left for adverse moves and margin. Exactly this passes. */
  maxExposureEquityRatio: 0.8,
  /** PBA-08: what SAFE leaves of it (spec section 2.9). */
  safeExposureEquityRatio: 0.5,
  /** PBA-03 and PBA-05, correlation of returns as held: from here two positions share two thirds of their variance (0.8 squared). */
  correlatedRatio: 0.8,
  /** PBA-03: positions that move with one another. Four, because three are flagged by chance in one healthy portfolio of nine (bench/pba.ts); PBA-05 bounds what they are worth. */
  maxCorrelatedPositions: 4,
  /** PBA-05: what a cluster of correlated positions may be worth: two positions of the largest size trading_bot takes. */
  maxClusterEquityRatio: 0.5,
  /** PBA-06: every pair of symbols is taken to correlate like this; in the sell-offs of 2020 to 2022 large coins did. */
  stressCorrelation: 0.9,
  /** PBA-06: the single bet the book amounts to under stress; a market down 10 % then costs 7 % of equity. Below the 76 % of a full book that is all one way. */
  maxStressedEquityRatio: 0.7,
  /** PBA-04: above this a move of 20 % liquidates; trading_bot takes 3. */
  highLeverage: 5,
  /** PBA-04, share of the exposure base that may be held at more than `highLeverage`: a quarter can be lost without ending the desk. */
  maxHighLeverageRatio: 0.25,
  /** A limit passed by drifting prices is only cut back when it is passed by this share of itself; otherwise fees would eat what the cut protects. */
  reductionToleranceRatio: 0.05,
  /** Returns kept per symbol: four hours of 5 min bars, as in the portfolio's own correlation. */
  correlationBars: 48,
  /** Fewer common returns give no correlation: its standard error would exceed 0.2. Then the stressed one counts. */
  correlationMinBars: 24,
  /** A last price older than this (market time) is unknown: two bars of 5 min. */
  maxPriceAgeMs: 10 * 60_000,
  /** The portfolio's sum of positions may differ from its own gross exposure by this share (floats); more does not add up. */
  addsUpToleranceRatio: 0.001,
  /** Real time to wait for the portfolio of the cycle; a live answer takes some tens of ms. */
  waitMs: 2_000,
  /** Answered cycles remembered to recognise one that is delivered again. */
  rememberedCycles: 32,
} as const;

/** What an operator may set; defaults are LIMITS. */
export interface PbaSettings {
  readonly maxSectorRatio: number;
  readonly maxExposureEquityRatio: number;
  /** What directives leave of it in this cycle; left out: all of it. Sectors and leverage stay shares of the full limit. */
  readonly allowedExposureEquityRatio?: number;
  readonly correlatedRatio: number;
  readonly maxCorrelatedPositions: number;
  readonly maxClusterEquityRatio: number;
  readonly stressCorrelation: number;
  readonly maxStressedEquityRatio: number;
  readonly highLeverage: number;
  readonly maxHighLeverageRatio: number;
  readonly reductionToleranceRatio: number;
  readonly waitMs: number;
}

/** The settings the balancer runs with when nothing is configured. */
export const DEFAULT_SETTINGS: PbaSettings = LIMITS;
