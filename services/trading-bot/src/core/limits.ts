import type { Mode } from "@quantum/types";

/** Every number of this service. Unit in the name; source and reason beside it. */
export const LIMITS = {
  /** TB-01, on [0, 1]. Below it the ensemble's edge does not pay for fees and spread (round trip about 0.12 %). */
  minConfidence: 0.55,
  /** TB-03. Half an hour of 5 min bars: a symbol that just stopped us out is usually still in the same move. */
  cooldownBars: 6,
  /** TB-04. Ten trades at 0.5 % risk put at most 5 % of equity at risk at once. */
  maxPositions: 10,
  /** TB-08. Two average ranges: beyond the noise of one bar. */
  stopAtrMultiple: 2,
  /** TB-08, share of price. Closer stops are hit by the spread and fees alone. */
  stopMinRatio: 0.004,
  /** TB-08, share of price. Wider stops come too near to liquidation at the leverage used. */
  stopMaxRatio: 0.05,
  /** TB-08. Reward for each unit of risk: profitable from 40 % of winners on. */
  takeProfitMultiple: 1.5,
  /**
   * TB-33, times the stop's distance. Four: pal takes a third off from 4 R on and adds from 2 R on, so nearer targets would end trades before it
   * could do either, and a target that still rests brings home what runs there in one bar.
   */
  amplifiedTargetMultiple: 4,
  /** TB-09, share of equity lost when the stop is hit. Half of the customary 1 %, because positions correlate. */
  riskRatio: 0.005,
  /** TB-09, share of equity. What one position may be worth however near its stop is. */
  maxNotionalRatio: 0.25,
  /** TB-14. Ten positions of 25 % fit into the margin, and liquidation (about 33 % away) stays far beyond the widest stop. */
  leverage: 3,
  /** TB-12. Four hours of 5 min bars: four times the horizon the ensemble speaks about. */
  maxHeldBars: 48,
  /** Real time to wait for the answers to a cycle. The slowest answer takes well under a second; a restart takes a few. */
  deadlineMs: 10_000,
  /** The deadline passes in so many parts, so that only time in which this service ran counts: after a restart the rest is waited for. */
  deadlineParts: 10,
  /** Closes remembered to recognise a bar that is delivered again. */
  rememberedBars: 32,
} as const;

/** What an operator may set; defaults are LIMITS. */
export interface TradingBotSettings {
  readonly firstMode: Mode;
  readonly minConfidence: number;
  readonly cooldownBars: number;
  readonly maxPositions: number;
  readonly stopAtrMultiple: number;
  readonly stopMinRatio: number;
  readonly stopMaxRatio: number;
  readonly takeProfitMultiple: number;
  readonly amplifiedTargetMultiple: number;
  readonly riskRatio: number;
  readonly maxNotionalRatio: number;
  readonly leverage: number;
  readonly maxHeldBars: number;
  readonly deadlineMs: number;
}

/** The settings a service runs with when nothing is configured. */
export const DEFAULT_SETTINGS: TradingBotSettings = { firstMode: "ENFORCED", ...LIMITS };
