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
