import type { Edge } from "@quantum/types";
import { type Finding, percent } from "./finding.ts";
import type { MathematicianSettings } from "./limits.ts";

/** What the evidence allows a trade of full confidence to lose, as a share of equity, and on what that rests. */
export interface RiskBase {
  readonly basis: "KELLY" | "EXPLORATION";
  readonly ratio: number;
  readonly finding: Finding;
}

/**
 * TM-03: half of the lower bound of Kelly's fraction, at most 2 % of equity. Kelly's fraction of no evidence, or of an edge that is not sure,
 * is 0: then a small fixed risk gathers evidence. An edge that was measured and is not there is refused: nothing may be lost on it.
 */
export function riskBase(edge: Edge, settings: MathematicianSettings): RiskBase {
  const { trades, winRate, averageLossR, kellyFraction, lowerKellyFraction } = edge;
  const exploration = Math.min(settings.explorationRiskRatio, settings.maxRiskRatio);
  const limit = settings.maxRiskRatio;
  const explore = (why: string): RiskBase => {
    const reason = `${why}: Kelly's fraction is 0, ${percent(exploration)} of equity gathers evidence`;
    return { basis: "EXPLORATION", ratio: exploration, finding: { passed: true, observed: exploration, limit, reason } };
  };
  if (trades < settings.minTrades) return explore(`${trades} closed trades of ${settings.minTrades} needed`);
  if (winRate === null || winRate >= 1 || averageLossR === null || averageLossR <= 0)
    return explore("no loss was seen yet, which proves nothing");
  if (kellyFraction === 0) {
    const reason = `${trades} trades with a win rate of ${percent(winRate)} show no edge: Kelly's fraction is 0`;
    return { basis: "KELLY", ratio: 0, finding: { passed: false, observed: 0, limit: 0, reason } };
  }
  // An average loss above 1 R (costs, gaps) makes the bet larger than the stop says.
  const ratio = Math.min(limit, (settings.kellyShare * lowerKellyFraction) / Math.max(1, averageLossR));
  if (ratio <= exploration) return explore(`the edge of ${trades} trades is not sure`);
  const reason = `${percent(settings.kellyShare)} of Kelly's lower bound ${percent(lowerKellyFraction)} over ${trades} trades, at most ${percent(limit)}`;
  return { basis: "KELLY", ratio, finding: { passed: true, observed: ratio, limit, reason } };
}
