import type { Edge } from "@quantum/types";
import { averageMargin, lowerShare } from "./confidence-bound.ts";
import { kellyFraction } from "./kelly.ts";
import { LIMITS } from "./limits.ts";
import type { ClosedTrade } from "./state.ts";

/**
 * TM-01: the desk's edge by its own closed trades, in R, costs included: win rate, average win and loss, Kelly's fraction of them and of
 * their lower confidence bounds. A trade that ended at exactly zero counts as a loss of nothing.
 */
export function edgeOf(trades: readonly ClosedTrade[]): Edge {
  const wins = trades.flatMap(({ r }) => (r > 0 ? [r] : []));
  const losses = trades.flatMap(({ r }) => (r > 0 ? [] : [-r]));
  const figures = {
    trades: trades.length,
    winRate: trades.length > 0 ? wins.length / trades.length : null,
    averageWinR: average(wins),
    averageLossR: average(losses),
  };
  const margins = { win: averageMargin(wins, LIMITS.boundDeviates), loss: averageMargin(losses, LIMITS.boundDeviates) };
  return { ...figures, ...fractionsOf(figures, margins) };
}

/** Figures somebody states instead of trades; the averages are taken as they are, the win rate by its bound for that many trades. */
export function statedEdge(stated: { trades: number; winRate: number; averageWinR: number; averageLossR: number }): Edge {
  return { ...stated, ...fractionsOf(stated, { win: 0, loss: 0 }) };
}

function fractionsOf(
  { trades, winRate, averageWinR, averageLossR }: Omit<Edge, "kellyFraction" | "lowerKellyFraction">,
  margins: { readonly win: number | null; readonly loss: number | null },
): Pick<Edge, "kellyFraction" | "lowerKellyFraction"> {
  if (winRate === null || averageWinR === null || averageLossR === null) return { kellyFraction: 0, lowerKellyFraction: 0 };
  const fraction = kellyFraction({ winRate, averageWin: averageWinR, averageLoss: averageLossR });
  if (margins.win === null || margins.loss === null) return { kellyFraction: fraction, lowerKellyFraction: 0 };
  const lower = kellyFraction({
    winRate: lowerShare(winRate, trades, LIMITS.boundDeviates),
    averageWin: averageWinR - margins.win,
    averageLoss: averageLossR + margins.loss,
  });
  return { kellyFraction: fraction, lowerKellyFraction: Math.min(lower, fraction) };
}

function average(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Takes a closed trade in; one that is known already, or has no R, changes nothing. Order of arrival does not matter. */
export function addTrade(trades: ClosedTrade[], trade: ClosedTrade): void {
  if (trades.some(({ tradeId }) => tradeId === trade.tradeId)) return;
  trades.push(trade);
  trades.sort((a, b) => a.closedAt - b.closedAt || (a.tradeId < b.tradeId ? -1 : 1));
  trades.splice(0, Math.max(0, trades.length - LIMITS.maxTrades));
}

/** Forgets what is too old to say anything. */
export function forgetOldTrades(trades: ClosedTrade[], at: number): void {
  const first = trades.findIndex(({ closedAt }) => at - closedAt <= LIMITS.maxTradeAgeMs);
  trades.splice(0, first < 0 ? trades.length : first);
}
