import { Exact, float, text } from "./money.ts";

/** PI-13: drawdown = (highest equity ever valued - equity) / that highest equity. */
export function drawdownRatio(peakEquityUsd: string, equityUsd: string): number {
  const peak = new Exact(peakEquityUsd);
  if (peak.lte(0)) return 0;
  const lost = peak.minus(equityUsd);
  return lost.lte(0) ? 0 : float(text(lost.div(peak)));
}
