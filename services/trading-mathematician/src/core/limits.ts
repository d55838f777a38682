/** Every number of the mathematician. Ratios are shares of equity or of price, as said. */
export const LIMITS = {
  /** TM-02, spec section 2.8: Kelly's fraction is never taken to be more than a quarter of equity. */
  maxKellyFraction: 0.25,
  /** TM-02: half of Kelly gives three quarters of its growth at half of its swings (Thorp, "The Kelly criterion", 2006). */
  kellyShare: 0.5,
  /** TM-01: fewer closed trades than this are no evidence: a win rate then has a standard error above 9 %. */
  minTrades: 30,
  /** TM-01: trades looked back on: enough to be sure of an edge, few enough to notice that it is gone. */
  maxTrades: 200,
  /** TM-01: older trades say nothing about today; so a desk that was refused for want of an edge is tried again, small, after this long. */
  maxTradeAgeMs: 30 * 86_400_000,
  /** TM-01, standard normal deviates: one-sided 90 % bounds for the win rate and for both averages. Together they are more careful than 90 %. */
  boundDeviates: 1.2816,
  /** TM-03, share of equity, spec section 2.8: what one trade may lose at its stop, costs included. */
  maxRiskRatio: 0.02,
  /** TM-03, share of equity: without enough evidence Kelly says 0, and this is what evidence may cost: half of what trading_bot risks by itself. */
  explorationRiskRatio: 0.0025,
  /** TM-04, share of price per bar: above this average true range the risk is cut in proportion. Rare for a large coin in 5 min. */
  referenceAtrRatio: 0.01,
  /** TM-05: two average ranges, as TB-08 of trading_bot: beyond the noise of one bar. */
  stopAtrMultiple: 2,
  /** TM-05, share of price: closer stops are hit by spread and fees alone. */
  minStopRatio: 0.004,
  /** TM-05, share of price: a market that needs a wider stop is too wild to be in; it is refused. */
  maxStopRatio: 0.05,
  /** TM-05: reward for each unit of risk, as TB-08: profitable from 40 % of winners on. */
  takeProfitMultiple: 1.5,
  /** TM-06: the liquidation price is at least so many stop distances away; a gap through the stop still leaves two of them. */
  liquidationStopMultiple: 3,
  /** TM-06: the most that is ever advised. PBA-04 counts everything above 5 as high. */
  maxLeverage: 5,
  /** TM-06: payments a position is taken to make before it is left: trading_bot leaves after 4 hours, one payment falls due every 8. */
  fundingPayments: 3,
  /** TM-06, share of notional: a funding rate nearer to zero than this is taken to be this (the exchange's usual one). */
  minFundingRatio: 0.0001,
  /** TM-06: from this notional on the maintenance margin is so many times that of the lowest tier, as in the exchange's brackets for coins of middling size. */
  maintenanceTiers: [
    { upToUsd: 50_000, multiple: 1 },
    { upToUsd: 250_000, multiple: 2.5 },
    { upToUsd: 1_000_000, multiple: 5 },
    { upToUsd: 5_000_000, multiple: 12.5 },
  ],
  /** TM-08, share of equity: what one position may be worth however near its stop is, as TB-09. */
  maxNotionalRatio: 0.25,
  /** TM-07: quotes older than this (market time) are unknown: two bars of 5 min. */
  maxQuoteAgeMs: 10 * 60_000,
  /** Real time to wait for the answers to a cycle; a live one takes some tens of ms. */
  waitMs: 2_000,
} as const;

/** What an operator may set; defaults are LIMITS. */
export interface MathematicianSettings {
  readonly kellyShare: number;
  readonly minTrades: number;
  readonly maxRiskRatio: number;
  readonly explorationRiskRatio: number;
  readonly referenceAtrRatio: number;
  readonly stopAtrMultiple: number;
  readonly takeProfitMultiple: number;
  readonly liquidationStopMultiple: number;
  readonly maxLeverage: number;
  readonly maxNotionalRatio: number;
  readonly waitMs: number;
}

/** The settings the mathematician runs with when nothing is configured. */
export const DEFAULT_SETTINGS: MathematicianSettings = LIMITS;
