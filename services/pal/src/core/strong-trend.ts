import type { Direction } from "@quantum/types";
import type { Case } from "./case.ts";
import type { Finding } from "./finding.ts";
import { LIMITS, type Profile } from "./limits.ts";
import type { Trend } from "./trend.ts";

/**
 * PAL-03: a strong trend in the trade's direction, by the bars themselves, and by the market state while a classifier binds. A trend nobody
 * can measure is none.
 */
export function strongTrend({ trade, trend, regime, profile }: Pick<Case, "trade" | "trend" | "regime" | "profile">): Finding {
  const rule = "PAL-03";
  if (trend === null) return { rule, passed: false, observed: null, limit: profile.trendAdx, reason: "its bars are missing or not enough" };
  const against = againstBars(trend, trade.direction, profile) ?? againstRegime(regime, trade.direction);
  const strength = `ADX ${Number(trend.adx.toFixed(2))}`;
  return {
    rule,
    passed: against === null,
    observed: trend.adx,
    limit: profile.trendAdx,
    reason: against ?? `${strength}, in its direction`,
  };
}

function againstBars({ close, fast, slow, adx, plusDi, minusDi }: Trend, direction: Direction, { trendAdx }: Profile): string | null {
  if (adx < trendAdx) return `ADX ${Number(adx.toFixed(2))} is below ${trendAdx}`;
  const up = direction === "LONG";
  if (up ? plusDi <= minusDi : minusDi <= plusDi) return "the stronger moves go against it";
  return (up ? close > fast && fast > slow : close < fast && fast < slow) ? null : "price and averages are not in its order";
}

function againstRegime(regime: Case["regime"], direction: Direction): string | null {
  if (regime === "NOT_ASKED") return null;
  if (regime === null) return "msc_ai said nothing about it";
  const wanted = direction === "LONG" ? "BULL_STRONG" : "BEAR_STRONG";
  if (regime.state !== wanted) return `msc_ai calls the market ${regime.state}, not ${wanted}`;
  return regime.sinceBars >= LIMITS.confirmedBars ? null : `msc_ai calls it ${wanted} for ${regime.sinceBars} bars only`;
}
