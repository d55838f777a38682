import type { ExchangeGateway, OrderDetail, OrderReport, RawFill } from "@quantum/exchange";
import type { Fill } from "@quantum/types";

/** Fills with the order each belongs to, and what was found out about orders that had to be asked for. */
export interface OwnedFills {
  readonly fills: Fill[];
  readonly asked: OrderDetail[];
}

/**
 * Finds out which order each fill belongs to. The exchange names its own order id; ours follows from orders we just heard of, from
 * what our trigger orders became, or by asking. A fill of an order that is not ours (a liquidation) keeps the exchange's name for it.
 */
export async function withOwners(
  gateway: ExchangeGateway,
  fills: readonly RawFill[],
  heard: readonly OrderReport[],
  triggers: readonly string[],
): Promise<OwnedFills> {
  const owners = new Map<string, string>();
  const asked: OrderDetail[] = [];
  for (const report of heard) {
    owners.set(report.exchangeOrderId, report.clientOrderId);
    if (report.triggeredOrderId !== null) owners.set(report.triggeredOrderId, report.clientOrderId);
  }
  let triggersAsked = false;
  for (const { symbol, exchangeOrderId } of fills) {
    if (!owners.has(exchangeOrderId) && !triggersAsked) {
      triggersAsked = true;
      for (const trigger of triggers) {
        const report = await gateway.find(symbol, trigger, true);
        if (report?.triggeredOrderId) owners.set(report.triggeredOrderId, trigger);
      }
    }
    if (!owners.has(exchangeOrderId)) {
      const report = await gateway.findByExchangeId(symbol, exchangeOrderId);
      owners.set(exchangeOrderId, report?.clientOrderId ?? `exchange:${exchangeOrderId}`);
      if (report) asked.push(report);
    }
  }
  return {
    fills: fills.map(({ exchangeOrderId, ...fill }) => ({ ...fill, clientOrderId: owners.get(exchangeOrderId) as string })),
    asked,
  };
}
