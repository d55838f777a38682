import type { Decimal, ExchangePosition, Fill, Side, TimeInForce } from "@quantum/types";

/** An order as it goes to the exchange. Trigger types rest as algo (conditional) orders, apart from plain ones. */
export interface GatewayOrder {
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly type: "MARKET" | "LIMIT" | "STOP_MARKET" | "TAKE_PROFIT_MARKET";
  readonly quantity: Decimal;
  readonly price: Decimal | null;
  /** Of a LIMIT; absent: IOC. */
  readonly timeInForce?: TimeInForce;
  readonly triggerPrice: Decimal | null;
  readonly reduceOnly: boolean;
}

/** What the exchange says about an order. */
export interface OrderReport {
  readonly clientOrderId: string;
  readonly exchangeOrderId: string;
  readonly symbol: string;
  readonly status: "OPEN" | "FILLED" | "CANCELLED" | "EXPIRED" | "REJECTED";
  readonly filledQuantity: Decimal;
  readonly averagePrice: Decimal | null;
  /** For a triggered algo order: the plain order it became. */
  readonly triggeredOrderId: string | null;
}

/** An order with what it was, besides what became of it: for orders that are not in our own books. */
export interface OrderDetail extends OrderReport {
  readonly side: Side;
  /** The exchange's word, e.g. MARKET. */
  readonly type: string;
  readonly quantity: Decimal;
  readonly price: Decimal | null;
  readonly reduceOnly: boolean;
  /** Epoch ms; null when the exchange does not say. */
  readonly placedAt: number | null;
}

/** An order that rests at the exchange. */
export interface RestingOrder {
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly algo: boolean;
}

/** Everything the exchange holds for us at one moment. */
export interface AccountSnapshot {
  readonly walletUsd: Decimal;
  readonly unrealisedPnlUsd: Decimal;
  readonly equityUsd: Decimal;
  readonly positions: readonly ExchangePosition[];
  readonly resting: readonly RestingOrder[];
}

export interface FundingPayment {
  readonly transactionId: string;
  readonly symbol: string;
  readonly amountUsd: Decimal;
  readonly paidAt: number;
}

/** A fill with the exchange's own order id, before it is known which of our orders it belongs to. */
export type RawFill = Omit<Fill, "clientOrderId"> & { readonly exchangeOrderId: string };

export type FillsAfter = { readonly tradeId: string } | { readonly since: number };

/** Trigger orders live apart from plain ones. */
export function isAlgo(type: GatewayOrder["type"]): boolean {
  return type === "STOP_MARKET" || type === "TAKE_PROFIT_MARKET";
}
