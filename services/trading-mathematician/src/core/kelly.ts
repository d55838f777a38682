import { LIMITS } from "./limits.ts";

/** What a bet pays: how often it wins, and what is won and lost on average, in the same unit. */
export interface Payoff {
  readonly winRate: number;
  readonly averageWin: number;
  readonly averageLoss: number;
}

/**
 * TM-02: Kelly's fraction f = (b p - q) / b with b = average win / average loss, at most a quarter of equity. 0 without an edge, and for
 * figures that cannot be true: a win rate of 0 or 1, no loss at all, nothing won.
 */
export function kellyFraction({ winRate, averageWin, averageLoss }: Payoff): number {
  if (!(winRate > 0 && winRate < 1 && averageLoss > 0 && averageWin > 0)) return 0;
  const odds = averageWin / averageLoss;
  const fraction = (odds * winRate - (1 - winRate)) / odds;
  return Number.isFinite(fraction) ? Math.min(LIMITS.maxKellyFraction, Math.max(0, fraction)) : 0;
}
