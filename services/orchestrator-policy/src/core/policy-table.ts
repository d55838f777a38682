import type { Direction, MarketState, RiskMode } from "@quantum/types";
import type { DrawdownBand, VolatilityBand } from "./bands.ts";

/** What a row allows. */
export interface Grant {
  readonly allowTrades: boolean;
  readonly minConfidence: number;
  readonly maxPositions: number;
  readonly allowedSides: readonly Direction[];
  /** Multiplies sizes; never above 1. */
  readonly sizeFactor: number;
}

/** One row: it holds for every combination of what its four lists name. */
export interface PolicyRow extends Grant {
  readonly id: string;
  readonly regimes: readonly MarketState[];
  readonly volatility: readonly VolatilityBand[];
  readonly drawdown: readonly DrawdownBand[];
  readonly riskModes: readonly RiskMode[];
  readonly reason: string;
}

/** The policy: every combination of inputs meets exactly one row (`checkTable`), and worse inputs never allow more. */
export interface PolicyTable {
  readonly version: string;
  readonly rows: readonly PolicyRow[];
}

const BOTH: readonly Direction[] = ["LONG", "SHORT"];
/** From everything the desk does by itself down to nothing. Confidence and positions start at trading_bot's own limits (0.55, 10). */
const OPEN: Grant = { allowTrades: true, minConfidence: 0.5, maxPositions: 12, allowedSides: BOTH, sizeFactor: 1 };
const FULL: Grant = { allowTrades: true, minConfidence: 0.55, maxPositions: 10, allowedSides: BOTH, sizeFactor: 1 };
const REDUCED: Grant = { allowTrades: true, minConfidence: 0.58, maxPositions: 8, allowedSides: BOTH, sizeFactor: 0.75 };
const HALF: Grant = { allowTrades: true, minConfidence: 0.62, maxPositions: 5, allowedSides: BOTH, sizeFactor: 0.5 };
const LOW: Grant = { allowTrades: true, minConfidence: 0.66, maxPositions: 3, allowedSides: BOTH, sizeFactor: 0.35 };
/** What is still sensible when the market is not understood: few, small, sure. 0.70 is what SAFE asks for (spec). */
const CONSERVATIVE: Grant = { allowTrades: true, minConfidence: 0.7, maxPositions: 2, allowedSides: BOTH, sizeFactor: 0.25 };
const NOTHING: Grant = { allowTrades: false, minConfidence: 1, maxPositions: 0, allowedSides: [], sizeFactor: 0 };

const CALM: readonly MarketState[] = ["BULL_STRONG", "BULL_WEAK", "SIDEWAYS_TIGHT", "SIDEWAYS_WIDE", "BEAR_WEAK"];
const ROUGH: readonly MarketState[] = ["BEAR_STRONG", "CHOPPY", "VOLATILE"];
const KNOWN: readonly MarketState[] = [...CALM, ...ROUGH];
const ANY_REGIME: readonly MarketState[] = [...KNOWN, "UNKNOWN"];
const TAME: readonly VolatilityBand[] = ["LOW", "NORMAL"];
const USUAL: readonly VolatilityBand[] = ["LOW", "NORMAL", "HIGH"];
const ANY_VOLATILITY: readonly VolatilityBand[] = [...USUAL, "EXTREME", "UNKNOWN"];
const SHALLOW: readonly DrawdownBand[] = ["NONE", "SMALL"];
const BEARABLE: readonly DrawdownBand[] = ["NONE", "SMALL", "LARGE"];
const EASY: readonly RiskMode[] = ["AGGRESSIVE", "NORMAL", "CAUTIOUS"];
const NOT_SAFE: readonly RiskMode[] = [...EASY, "DEFENSIVE"];
const ANY_RISK: readonly RiskMode[] = [...NOT_SAFE, "SAFE"];

/** The policy in force. Change the version with every change. */
export const POLICY_TABLE: PolicyTable = {
  version: "1",
  rows: [
    // biome-ignore format: a table is read in lines
    ...[
      { id: "HALT-DRAWDOWN", regimes: ANY_REGIME, volatility: ANY_VOLATILITY, drawdown: ["DEEP", "UNKNOWN"], riskModes: ANY_RISK, ...NOTHING, reason: "the drawdown is above 5 %, or equity is not known" },
      { id: "SAFE", regimes: ANY_REGIME, volatility: ANY_VOLATILITY, drawdown: BEARABLE, riskModes: ["SAFE"], ...CONSERVATIVE, reason: "the risk mode is SAFE" },
      { id: "REGIME-UNKNOWN", regimes: ["UNKNOWN"], volatility: ANY_VOLATILITY, drawdown: BEARABLE, riskModes: NOT_SAFE, ...CONSERVATIVE, reason: "the state of the market is not known" },
      { id: "VOLATILITY-EXTREME", regimes: KNOWN, volatility: ["EXTREME", "UNKNOWN"], drawdown: BEARABLE, riskModes: NOT_SAFE, ...CONSERVATIVE, reason: "volatility is far above its average, or not known" },
      { id: "DRAWDOWN-LARGE", regimes: KNOWN, volatility: USUAL, drawdown: ["LARGE"], riskModes: NOT_SAFE, ...LOW, reason: "the drawdown is above 3 %" },
      { id: "DEFENSIVE", regimes: KNOWN, volatility: USUAL, drawdown: SHALLOW, riskModes: ["DEFENSIVE"], ...LOW, reason: "the risk mode is DEFENSIVE" },
      { id: "ROUGH-HIGH", regimes: ROUGH, volatility: ["HIGH"], drawdown: SHALLOW, riskModes: EASY, ...LOW, reason: "a rough market with high volatility" },
      { id: "ROUGH", regimes: ROUGH, volatility: TAME, drawdown: SHALLOW, riskModes: EASY, ...HALF, reason: "a market that falls fast, chops or swings" },
      { id: "CALM-HIGH", regimes: CALM, volatility: ["HIGH"], drawdown: SHALLOW, riskModes: EASY, ...HALF, reason: "high volatility" },
      { id: "CALM-SMALL-CAUTIOUS", regimes: CALM, volatility: TAME, drawdown: ["SMALL"], riskModes: ["CAUTIOUS"], ...HALF, reason: "a drawdown above 1 %, and the risk mode is CAUTIOUS" },
      { id: "CALM-SMALL", regimes: CALM, volatility: TAME, drawdown: ["SMALL"], riskModes: ["AGGRESSIVE", "NORMAL"], ...REDUCED, reason: "a drawdown above 1 %" },
      { id: "CALM-CAUTIOUS", regimes: CALM, volatility: TAME, drawdown: ["NONE"], riskModes: ["CAUTIOUS"], ...REDUCED, reason: "the risk mode is CAUTIOUS" },
      { id: "CALM", regimes: CALM, volatility: TAME, drawdown: ["NONE"], riskModes: ["NORMAL"], ...FULL, reason: "an orderly market and no drawdown to speak of" },
      { id: "CALM-AGGRESSIVE", regimes: CALM, volatility: TAME, drawdown: ["NONE"], riskModes: ["AGGRESSIVE"], ...OPEN, reason: "an orderly market, and the risk mode is AGGRESSIVE" },
    ] satisfies PolicyRow[],
  ],
};
