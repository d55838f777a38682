import type { Direction, Verdict } from "@quantum/types";
import { statedEdge } from "./evidence.ts";
import { verdictOf } from "./finding.ts";
import { DEFAULT_SETTINGS, LIMITS, type MathematicianSettings } from "./limits.ts";
import { liquidationFinding, liquidationRatio, safeLeverage, type Terms } from "./liquidation.ts";
import { type RiskBase, riskBase } from "./risk-base.ts";
import { stopFinding, stopRatioOf } from "./stop-distance.ts";
import { volatilityFactor, volatilityFinding } from "./volatility-adjustment.ts";

/** What a trade is sized from. */
export interface SizingQuestion {
  readonly direction: Direction;
  readonly equityUsd: number;
  readonly atrRatio: number;
  /** 0 to 1. */
  readonly confidence: number;
  readonly terms: Terms & { readonly maxLeverage: number; readonly spreadRatio: number };
  readonly base: RiskBase;
  /** Where the stop really is (on the tick); left out: where TM-05 puts it. */
  readonly stopRatio?: number;
}

/** A size before it is rounded to what the exchange trades. All but leverage as shares of equity or price, or USD. */
export interface Sizing {
  readonly fractionUsed: number;
  readonly notionalUsd: number;
  readonly leverage: number;
  readonly stopRatio: number;
  /** Fees of both ways, the spread and one funding payment, as a share of notional. */
  readonly costRatio: number;
  readonly liquidationRatio: number;
  readonly verdicts: readonly Verdict[];
}

/** The rules in their order: evidence, volatility, stop, size, leverage. `notionalUsd` is 0 when any of them refuses. */
export function sizeByRules(question: SizingQuestion, settings: MathematicianSettings): Sizing {
  const { direction, equityUsd, atrRatio, confidence, terms, base } = question;
  const stopRatio = question.stopRatio ?? stopRatioOf(atrRatio, settings);
  const costRatio = 2 * terms.takerFeeRatio + terms.spreadRatio + Math.abs(terms.fundingRatio);
  const sure = Math.min(1, Math.max(0, confidence));
  const fractionUsed = Math.min(settings.maxRiskRatio, base.ratio * sure * volatilityFactor(atrRatio, settings));
  const byRiskUsd = (equityUsd * fractionUsed) / (stopRatio + costRatio);
  const wantedUsd = Math.min(byRiskUsd, equityUsd * settings.maxNotionalRatio);
  const { notionalUsd, leverage, distance } = largestSafe(wantedUsd, { ...terms, direction, stopRatio }, settings);
  const verdicts = [
    verdictOf("TM-03", base.finding),
    verdictOf("TM-04", volatilityFinding(atrRatio, settings)),
    verdictOf("TM-05", stopFinding(stopRatio)),
    verdictOf("TM-06", liquidationFinding(distance, stopRatio, settings)),
  ];
  const passed = verdicts.every((verdict) => verdict.passed);
  return { fractionUsed, notionalUsd: passed ? notionalUsd : 0, leverage, stopRatio, costRatio, liquidationRatio: distance, verdicts };
}

type Unsized = Terms & { readonly direction: Direction; readonly maxLeverage: number; readonly stopRatio: number };

/** What was wanted, or the end of a lower maintenance tier where that much would not be safe: wanting more never gives less. */
function largestSafe(wantedUsd: number, unsized: Unsized, settings: MathematicianSettings) {
  const ends = LIMITS.maintenanceTiers.map(({ upToUsd }) => upToUsd).filter((upToUsd) => upToUsd < wantedUsd);
  for (const notionalUsd of [wantedUsd, ...ends.reverse()]) {
    const position = { ...unsized, notionalUsd };
    const leverage = safeLeverage({ ...position, most: unsized.maxLeverage }, settings);
    if (leverage > 0) return { notionalUsd, leverage, distance: liquidationRatio({ ...position, leverage }) };
  }
  return { notionalUsd: 0, leverage: 0, distance: liquidationRatio({ ...unsized, notionalUsd: 0, leverage: 1 }) };
}

/** Figures as an operator states them. Percentages: 1.5 is 1.5 %. Wins and losses in R. */
export interface StatedFigures {
  readonly balanceUsd: number;
  readonly atrPct: number;
  readonly winRate: number;
  readonly averageWin: number;
  readonly averageLoss: number;
  /** Trades behind these figures. */
  readonly trades: number;
  readonly confidence?: number;
  readonly direction?: Direction;
  readonly terms?: SizingQuestion["terms"];
}

/** What they lead to. All 0 when refused; `verdicts` say by which rule. */
export interface OptimalParameters {
  readonly marginUsd: number;
  readonly leverage: number;
  readonly tpPct: number;
  readonly slPct: number;
  readonly riskUsd: number;
  readonly kellyFraction: number;
  readonly liquidationDistancePct: number;
  readonly verdicts: readonly Verdict[];
}

/** A large coin on a usual day: fees of the first tier, a spread of one basis point, the usual funding. */
const USUAL_TERMS: SizingQuestion["terms"] = {
  maintenanceMarginRatio: 0.01,
  takerFeeRatio: 0.0005,
  fundingRatio: 0.0001,
  maxLeverage: 50,
  spreadRatio: 0.0001,
};

/** Margin, leverage, target and stop that suit these figures best, before rounding to the exchange's steps. */
export function calculateOptimalParameters(figures: StatedFigures, settings: MathematicianSettings = DEFAULT_SETTINGS): OptimalParameters {
  const { balanceUsd, atrPct, winRate, averageWin, averageLoss, trades, confidence = 1, direction = "LONG", terms = USUAL_TERMS } = figures;
  const edge = statedEdge({ trades, winRate, averageWinR: averageWin, averageLossR: averageLoss });
  const base = riskBase(edge, settings);
  const sizing = sizeByRules({ direction, equityUsd: balanceUsd, atrRatio: atrPct / 100, confidence, terms, base }, settings);
  return { kellyFraction: edge.kellyFraction, ...parametersOf(sizing, settings) };
}

/** A sizing in the words of the specification. */
export function parametersOf(sizing: Sizing, { takeProfitMultiple }: MathematicianSettings): Omit<OptimalParameters, "kellyFraction"> {
  const { notionalUsd, leverage, stopRatio, costRatio, verdicts } = sizing;
  const sized = notionalUsd > 0;
  return {
    marginUsd: sized ? notionalUsd / leverage : 0,
    leverage: sized ? leverage : 0,
    tpPct: sized ? stopRatio * takeProfitMultiple * 100 : 0,
    slPct: sized ? stopRatio * 100 : 0,
    riskUsd: notionalUsd * (stopRatio + costRatio),
    liquidationDistancePct: sized ? sizing.liquidationRatio * 100 : 0,
    verdicts,
  };
}
