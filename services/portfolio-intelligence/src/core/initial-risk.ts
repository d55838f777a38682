import { Exact, float, text } from "./money.ts";
import { netPnlUsd, type Trade } from "./trade.ts";

/** PI-08: initial risk = |entry - initial stop| x what the entry bought. Null without a stop, or with one at the entry. */
export function initialRiskUsd(trade: Trade, initialStop: string | null): number | null {
  if (initialStop === null) return null;
  const atStop = new Exact(initialStop).times(trade.initialQuantity);
  const risk = float(text(new Exact(trade.initialValueUsd).minus(atStop).abs()));
  return risk > 0 ? risk : null;
}

/** PI-09: R = net profit (fees and funding included) / initial risk; null while the risk is unknown. */
export function rMultiple(trade: Trade, unrealisedUsd: string, riskUsd: number | null): number | null {
  if (riskUsd === null) return null;
  return float(text(new Exact(netPnlUsd(trade)).plus(unrealisedUsd))) / riskUsd;
}
