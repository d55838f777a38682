import { createHash } from "node:crypto";
import { canonical } from "./decimals.ts";
import type { FillRow, OrderRow } from "./ledger.ts";

/**
 * A hash over the ordered list of orders and fills. Two runs of the same day have the same fingerprint exactly when they did the
 * same things at the same market times. Left out is what the exchange numbers or a clock decides: exchange ids and real time.
 */
export function fingerprint(orders: readonly OrderRow[], fills: readonly FillRow[]): string {
  const hash = createHash("sha256");
  for (const order of [...orders].sort(inOrder)) hash.update(`${JSON.stringify(orderFacts(order))}\n`);
  for (const fill of [...fills].sort(inOrder)) hash.update(`${JSON.stringify(fillFacts(fill))}\n`);
  return hash.digest("hex");
}

interface Placed {
  readonly at: number;
  readonly symbol: string;
  readonly clientOrderId: string;
  readonly exchangeTradeId?: string;
}

/** Market time first; what happened at the same time is ordered by symbol and by the derived order id, so that arrival does not matter. */
export function inOrder(one: Placed, other: Placed): number {
  return (
    one.at - other.at ||
    compareText(one.symbol, other.symbol) ||
    compareText(one.clientOrderId, other.clientOrderId) ||
    compareText((one.exchangeTradeId ?? "").padStart(24, "0"), (other.exchangeTradeId ?? "").padStart(24, "0"))
  );
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** What of an order the fingerprint is taken over. */
export function orderFacts(order: OrderRow): unknown[] {
  const { at, cycle, clientOrderId, tradeId, leg, symbol, side, type, reduceOnly } = order;
  const amounts = [order.quantity, order.price, order.triggerPrice, order.filledQuantity].map((amount) => amount && canonical(amount));
  return ["order", at, cycle, clientOrderId, tradeId, leg, symbol, side, type, reduceOnly, ...amounts];
}

/** What of a fill the fingerprint is taken over. */
export function fillFacts(fill: FillRow): unknown[] {
  const { at, clientOrderId, leg, symbol, side, maker } = fill;
  const amounts = [fill.quantity, fill.price, fill.feeUsd, fill.realisedPnlUsd].map(canonical);
  return ["fill", at, clientOrderId, leg, symbol, side, maker, ...amounts];
}
