import type { Shortfall } from "./state.ts";

/** A measured order as the database keeps it. */
export function rowOf(shortfall: Shortfall, about: { at: number; cycle: number | null }): Readonly<Record<string, unknown>> {
  const { tradeId, symbol, purpose, side, executed, quantity, filledQuantity, arrivalPrice, averagePrice } = shortfall;
  const { delayBps, spreadBps, impactBps, feeBps, opportunityBps, totalBps, otherBps } = shortfall;
  return {
    at: about.at,
    cycle: about.cycle,
    trade_id: tradeId,
    ...{ symbol, purpose, side, executed, quantity },
    filled_quantity: filledQuantity,
    arrival_price: arrivalPrice,
    average_price: averagePrice,
    delay_bps: delayBps,
    spread_bps: spreadBps,
    impact_bps: impactBps,
    fee_bps: feeBps,
    opportunity_bps: opportunityBps,
    total_bps: totalBps,
    other_bps: otherBps,
  };
}
