/** Every number of the matching engine that is not a contract's own, with its unit, source and reason. */
export const ENGINE_LIMITS = {
  /** Share of notional paid by a resting order. Binance USD-M, VIP 0. */
  makerFeeRatio: "0.0002",
  /** Share of notional paid by an order that takes. Binance USD-M, VIP 0. */
  takerFeeRatio: "0.0005",
  /** Share of notional a liquidated position pays on top of the taker fee. Binance `liquidationFee` of most contracts. */
  liquidationFeeRatio: "0.0125",
  /** Funding paid where no real rate is known: Binance's interest component, 0.01 % per 8 h. */
  defaultFundingRatio: 0.0001,
  /** Funding is settled at 00:00, 08:00 and 16:00 UTC. */
  fundingEveryMs: 8 * 3_600_000,
  /** Most open plain orders of a symbol (MAX_NUM_ORDERS). */
  openOrdersMax: 200,
  /** Most open conditional orders of a symbol. Binance exchangeInfo: 10 (MAX_NUM_ALGO_ORDERS). */
  openAlgosMax: 10,
  /** A limit price may leave the mark price by this share (PERCENT_PRICE multiplierUp/Down 1.05/0.95 for most contracts). */
  percentPriceRatio: 0.05,
  /** A market order takes no level further than this share from the mark price (`marketTakeBound`); what is left expires. */
  marketTakeBoundRatio: 0.05,
  /** A resting order gets at most this share of a bar's volume: the rest of the market trades too. */
  restingVolumeShare: 0.2,
  /** Levels on each side of the book. */
  bookLevels: 100,
  /**
   * Full spread in bps = this / sqrt(quote volume in USD a minute). Against recorded Binance books: 3.5 bps where 2.6 was
   * measured (13 k a minute), 7.7 where 5.8 (2.7 k), 10.4 where 8.1 (1.5 k), 3.9 where 9.9 (10 k); BTC stays at its tick.
   */
  spreadScale: 400,
  /** A range of this many bps within a bar doubles the spread: makers step back when it moves. */
  spreadDoublingRangeBps: 100,
  /** Widest half spread. */
  halfSpreadMaxBps: 50,
  /** Notional resting within one bps of the touch, as a share of a minute's volume. BTCUSDT book of 2024-08-08: median 0.017, mean 0.022. */
  depthShareOfMinute: 0.02,
  /** Each level further out holds this share more. */
  depthGrowthShare: 0.05,
  /** Quote volume a minute assumed before the first bar and where volumes are missing, in USD. */
  unknownVolumePerMinuteUsd: 50_000,
  /** Weight of the newest bar in the estimates of volume and range. */
  liquidityWeight: 0.2,
  /** Conditional orders have ids from here on, so that they never look like plain ones. */
  algoIdBase: 1_000_000_000,
  /** Callback of a trailing stop, percent (Binance: 0.1 to 10). */
  callbackMinPercent: 0.1,
  callbackMaxPercent: 10,
} as const;
