import type { Bar } from "@quantum/types";
import { LIMITS } from "./limits.ts";
import { Exact, float, text } from "./money.ts";
import type { Trade } from "./trade.ts";

/** What the market did while a trade was open: trading bars seen, highest and lowest price. */
export interface Watch {
  ageBars: number;
  high: number;
  low: number;
}

/** A watch that has seen nothing but the opening price. */
export function openWatch(price: number): Watch {
  return { ageBars: 0, high: price, low: price };
}

/** PI-10: a bar's extremes count from the bar in whose first moments the trade was opened; of a bar it was opened later in, only the close. */
export function watchBar(watch: Watch, trade: Trade, bar: Bar, intervalMs: number, opensCycle: boolean): void {
  const closeAt = bar.openAt + intervalMs;
  if (trade.openedAt >= closeAt) return;
  if (opensCycle) watch.ageBars += 1;
  const whole = trade.openedAt - bar.openAt <= intervalMs * LIMITS.openingShareOfBar;
  watch.high = Math.max(watch.high, whole ? bar.high : bar.close);
  watch.low = Math.min(watch.low, whole ? bar.low : bar.close);
}

/** Best and worst moment of a trade as multiples of its initial risk per unit: favourable >= 0, adverse <= 0. */
export function excursionsInR(
  trade: Trade,
  watch: Watch | undefined,
  riskUsd: number | null,
): { favourable: number | null; adverse: number | null } {
  if (riskUsd === null) return { favourable: null, adverse: null };
  const quantity = float(trade.initialQuantity);
  const entry = float(text(new Exact(trade.initialValueUsd).div(trade.initialQuantity)));
  const high = Math.max(trade.highestFill, watch?.high ?? trade.highestFill);
  const low = Math.min(trade.lowestFill, watch?.low ?? trade.lowestFill);
  const up = ((high - entry) * quantity) / riskUsd;
  const down = ((low - entry) * quantity) / riskUsd;
  const [favourable, adverse] = trade.direction === "LONG" ? [up, down] : [-down, -up];
  return { favourable: Math.max(0, favourable), adverse: Math.min(0, adverse) };
}
