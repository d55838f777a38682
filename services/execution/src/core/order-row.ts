import type { OrderDetail } from "@quantum/exchange/venue";
import Big from "big.js";
import type { Desk } from "./desk.ts";
import type { TrackedOrder } from "./state.ts";

/** An order's end or state in table `orders`. */
export interface RowStatus {
  readonly status: "SUBMITTED" | "ACKNOWLEDGED" | "FILLED" | "PARTIAL" | "REJECTED" | "CANCELLED" | "EXPIRED" | "UNRESOLVED";
  readonly code?: string;
  readonly reason?: string;
}

export function storeOrder(desk: Desk, order: TrackedOrder, { status, code, reason }: RowStatus): void {
  const filled = new Big(order.filledQuantity);
  desk.effects.push({
    kind: "store",
    table: "orders",
    key: order.clientOrderId,
    row: {
      at: order.submittedAt,
      cycle: order.cycle,
      intent_id: order.intentId,
      trade_id: order.tradeId,
      leg: order.leg,
      symbol: order.symbol,
      side: order.side,
      type: order.type,
      quantity: order.quantity,
      price: order.price,
      trigger_price: order.triggerPrice,
      reduce_only: order.reduceOnly,
      status,
      exchange_order_id: order.exchangeOrderId,
      filled_quantity: order.filledQuantity,
      average_price: filled.gt(0) ? new Big(order.filledCostUsd).div(filled).round(12).toFixed() : null,
      code: code ?? null,
      reason: reason ?? null,
      updated_at: desk.input.at,
    },
  });
}

/** How an order that is not ours stands in the table, by what the exchange says of it. */
const OTHERS_STATUS: Readonly<Record<OrderDetail["status"], RowStatus["status"]>> = {
  OPEN: "ACKNOWLEDGED",
  FILLED: "FILLED",
  CANCELLED: "PARTIAL",
  EXPIRED: "PARTIAL",
  REJECTED: "PARTIAL",
};

/**
 * An order that filled and that somebody else sent, past us (the emergency stop closes positions by itself): it changed our position, so it is in
 * our books too. No intent of ours is behind it.
 */
export function storeOther(desk: Desk, order: OrderDetail, fill: { readonly tradeId: string; readonly filledAt: number }): void {
  const { clientOrderId, symbol, side, type, quantity, price, reduceOnly, status, exchangeOrderId, filledQuantity, averagePrice } = order;
  desk.effects.push({
    kind: "store",
    table: "orders",
    key: clientOrderId,
    row: {
      at: order.placedAt ?? fill.filledAt,
      cycle: null,
      intent_id: "",
      trade_id: fill.tradeId,
      leg: "UNKNOWN",
      symbol,
      side,
      type,
      quantity,
      price,
      trigger_price: null,
      reduce_only: reduceOnly,
      status: OTHERS_STATUS[status],
      exchange_order_id: exchangeOrderId,
      filled_quantity: filledQuantity,
      average_price: averagePrice,
      code: null,
      reason: "sent by somebody else; booked because it filled",
      updated_at: desk.input.at,
    },
  });
}
