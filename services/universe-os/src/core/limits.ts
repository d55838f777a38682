import type { Interval } from "@quantum/types";

/** Every number of this service. Unit in the name; source and reason beside it. */
export const LIMITS = {
  /** UOS-10. The most a desk of ten positions can look after with a choice of two for each. */
  maxMembers: 20,
  /** UOS-08, on [0, 1]. Where a symbol of middling turnover with a tight spread and whole data stands; the thinnest quarter stays below. */
  enterScore: 0.6,
  /** UOS-09, on [0, 1]. A tenth below the entry: scores move by a few hundredths within an hour. */
  leaveScore: 0.5,
  /** UOS-09. Four refreshes: what came in is not thrown out again by the next figure. Only scores wait for it, filters never do. */
  minStayMs: 3_600_000,
  /** UOS-10. By how much an outsider must be better than a member to take its place when all places are taken. */
  memberBonus: 0.05,
  /** How often the universe is looked at anew, market time, on the clock: :00, :15, :30, :45. */
  refreshMs: 900_000,
  /** UOS-02, USD a day. A minute's turnover then exceeds a position of a desk of 10,000 USD; 5 of 40 contracts of July 2023 are near it. */
  minQuoteVolumeUsd: 5_000_000,
  /** UOS-03. Round trip over it costs a tenth of a typical stop; contracts above the least turnover are quoted at 0.1 to 7 bps. */
  maxSpreadBps: 12,
  /**
   * UOS-04. One day: turnover and volatility are measured over that. Longer is wiser with a real listing date; stored bars know only their
   * own first day, so a longer default would leave a simulated market empty.
   */
  minListingAgeMs: 86_400_000,
  /** UOS-05, share of the bars of the last day. Five of 288 five-minute bars: a short outage of the exchange does not empty the desk for a day. */
  maxMissingRatio: 0.02,
  /** UOS-06. A quarter of a day: less says nothing about a day's turnover. 360 of the 400 bars of history even on 1 min bars. */
  minHistoryMs: 21_600_000,
  /** UOS-03. Quotes come with every bar; one that is missing may happen, two mean there is no quote. */
  quoteMaxAgeBars: 1,
  /** Weight of the newest quote in the spread: about the last ten closes, so that one wide moment decides nothing. */
  spreadWeight: 0.2,
  /** Returns the volatility looks back over, in bars, for 5 min bars a day. */
  volatilityBars: 288,
  /** Pieces of the day that turnover and missing bars are counted in. */
  buckets: 24,
  bucketMs: 3_600_000,
  /** Weight of the newest ranking in a symbol's place: about the last two hours, because a single ranking is mostly noise. */
  rankingWeight: 0.08,
  /** Bars after which a ranking of a ranker that binds counts as none. */
  rankingMaxAgeBars: 2,
  /** Entries and exits remembered of each symbol. */
  changesKept: 10,
  /** Digits of figures in events. */
  scoreDecimals: 6,
} as const;

/**
 * What the score (UOS-08) is made of. The weights add up to 1; liquidity counts most, because it is what cannot be had elsewhere. The
 * ranker's share is left out, and the rest scaled up, while no ranker binds.
 */
export const WEIGHTS = { liquidity: 0.3, spread: 0.2, volatility: 0.15, completeness: 0.15, age: 0.1, ranking: 0.1 } as const;

/** The figures at which a part of the score (UOS-08) is 1 or 0. */
export const SCALES = {
  /** Bps. A spread of one bps is as good as none beside fees of ten. */
  bestSpreadBps: 1,
  /** Share of a day's close to close movement: within the first two it is just right, at the outer two it is worth nothing. */
  dailyVolatility: { none: 0.003, fromRatio: 0.015, toRatio: 0.12, tooMuch: 0.4 },
  /** A month after its listing a contract has shown its habits. The newest that is let in counts half. */
  seasonedAgeMs: 30 * 86_400_000,
  /** Share of missing bars at which data are worth nothing. */
  worstMissingRatio: 0.05,
} as const;

/** What an operator may set; defaults are LIMITS. */
export interface UniverseSettings {
  readonly interval?: Interval;
  readonly maxMembers: number;
  readonly enterScore: number;
  readonly leaveScore: number;
  readonly minStayMs: number;
  readonly refreshMs: number;
  readonly minQuoteVolumeUsd: number;
  readonly maxSpreadBps: number;
  readonly minListingAgeMs: number;
  readonly maxMissingRatio: number;
}
