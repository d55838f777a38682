import type { RunStatistics } from "./statistics.ts";

/** What a market without anything to learn says about the pipeline. */
export interface FairMarketCheck {
  /** False: somewhere in the pipeline something knows the future, or a cost is forgotten. Null: too few trades to say. */
  readonly passed: boolean | null;
  readonly text: string;
}

/** In a fair game nobody can win before costs: the interval of the average R before costs must contain zero. */
export function checkFairMarket({ averageR, averageRBeforeCosts, costsPerTradeR }: RunStatistics): FairMarketCheck {
  const { value, low, high, note } = averageRBeforeCosts;
  if (value === null || low === null || high === null || averageR.value === null || costsPerTradeR.value === null)
    return { passed: null, text: `fair market: ${note ?? "N/A"}` };
  const passed = low <= 0 && high >= 0;
  const figures = `average R ${averageR.value.toFixed(3)} = ${value.toFixed(3)} before costs [${low.toFixed(3)}, ${high.toFixed(3)}] - costs ${costsPerTradeR.value.toFixed(3)}`;
  const meaning = passed ? "as it must be, nothing is won before costs" : "SOMETHING IS WRONG: a fair game has no edge before costs";
  return { passed, text: `fair market: ${figures}; ${meaning}` };
}
