import { event } from "@quantum/test-kit";
import type { FleetEvent } from "@quantum/types";

const bar = { openAt: 0, open: 1, high: 1, low: 1, close: 1, volume: 1, quoteVolume: 1, trades: 1, takerBuyVolume: 0 };

/** The close of a cycle at which so many symbols have a bar and so many do not. */
export function closed(present: number, missing: number, closeAt = 300_000): FleetEvent<"bars.closed"> {
  const symbols = (count: number, prefix: string) => Array.from({ length: count }, (_, index) => `${prefix}${index}USDT`);
  const bars = symbols(present, "AA").map((symbol) => ({ symbol, bar }));
  return event("bars.closed", { interval: "5m", closeAt, bars, missing: symbols(missing, "BB"), opensCycle: true }, { cycle: closeAt });
}
