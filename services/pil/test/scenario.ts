import { event, valuation } from "@quantum/test-kit";
import type { EventData, FleetEvent, LedgerPosition } from "@quantum/types";

/** A first bar close used by tests: 2023-07-13 00:05 UTC. */
export const T0 = Date.UTC(2023, 6, 13, 0, 5);
/** The length of their bars. */
export const BAR_MS = 300_000;

/** An open position: BTCUSDT long, age 10 bars, at 0 R. */
export function position(part: Partial<LedgerPosition> = {}): LedgerPosition {
  const kind = { tradeId: "t1", symbol: "BTCUSDT", direction: "LONG" as const, sector: "L1", leverage: 3 };
  const figures = { quantity: "1", entryPrice: "100", markPrice: "100", notionalUsd: 100, unrealisedPnlUsd: 0, stopPrice: "98" };
  const risk = { initialRiskUsd: 2, rMultiple: 0, maxFavourableR: null, maxAdverseR: null };
  return { ...kind, ...figures, ...risk, openedAt: T0, ageBars: 10, ...part };
}

/** A valuation of a desk with these positions. */
export function valued(
  cycle: number,
  positions: LedgerPosition[],
  differences: EventData<"portfolio.valued">["differences"] = [],
): FleetEvent<"portfolio.valued"> {
  return event("portfolio.valued", valuation({ positions, differences }, "1000"), { cycle, source: "portfolio_intelligence" });
}
