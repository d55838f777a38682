/** Every number of this service. Unit in the name; source and reason beside it. */
export const LIMITS = {
  /** Bars seen in all before a symbol is judged: eight hours of 5-minute bars; the ordinary range of a symbol is a guess before. */
  leastHistoryBars: 96,
  /** Bars in a row, after a gap or an idle stretch, before a symbol is judged again: two hours, about the memory of the measures. */
  leastUnbrokenBars: 24,
  /** Bars without volume in a row that are still a pause; one more and nobody trades this market. */
  maxIdleBars: 2,
  /** Bars the ordinary range is averaged over: 30 days of 5-minute bars, several regimes long, so that none becomes the ordinary one. */
  ordinaryBars: 8_640,
  /** Length of the average the pull of a range is measured from, and of the one that smooths the volatility ratio. */
  quickBars: 8,
  volatilityBars: 12,
  /** Share of the price a bar's range is taken to be at least: a bar that never moved has no logarithm. */
  leastRangeRatio: 1e-6,
  /** Bounds of one bar's evidence, in ordinary ranges (log for the range itself): one bad print must not decide. */
  maxMove: 6,
  maxLogRange: 3,
  /** Share of the market's symbols that must be judged for the market to be: below half it would be a guess about the rest. */
  leastKnownRatio: 0.5,
  /** Every half hour the state is announced, changed or not (spec). */
  announceEveryMs: 30 * 60_000,
  /** Decimals of probabilities and ratios in events. */
  decimals: 6,
} as const;

/** How evidence turns into a state. Tuned with bench/msc-fit.ts on its tuning seeds only. */
export const JUDGEMENT = {
  /** Chance that a state is the same one bar later. The labelled market stays about 180 bars (0.994); higher is calmer. */
  stayProbability: 0.998,
  /** How much of a bar's evidence counts. Below 1 because neighbouring bars repeat each other, ranges most of all. */
  moveWeight: 0.75,
  rangeWeight: 0.4,
  /**
   * Share of a state's own range that is taken off before a bar counts for the ordinary range: without it the first week's ordinary is
   * whatever state happened to be on; from 0.6 on a wrong belief keeps itself alive on some seeds.
   */
  stateRangeShare: 0.4,
  /** Student-t degrees of freedom of moves and ranges: surprises are common and prove little. */
  moveDegrees: 5,
  rangeDegrees: 8,
  /** Probability another state needs to take over; the one that holds needs none to stay. */
  enterProbability: 0.9,
  /** Probability the first state after UNKNOWN needs. */
  firstProbability: 0.6,
  /** Share of the judged symbols that must be in a state for the market to enter it: more than half, so that there is no tie. */
  marketEnterShare: 0.6,
  /** Bars a state holds at least: half an hour of 5-minute bars. */
  leastDwellBars: 6,
} as const;
