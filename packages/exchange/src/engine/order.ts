import type { Decimal, Side } from "@quantum/types";

export type TimeInForce = "GTC" | "IOC" | "FOK" | "GTX";
export type OrderStatus = "NEW" | "PARTIALLY_FILLED" | "FILLED" | "CANCELED" | "EXPIRED";
export type AlgoType = "STOP_MARKET" | "TAKE_PROFIT_MARKET" | "STOP" | "TAKE_PROFIT" | "TRAILING_STOP_MARKET";
export type AlgoStatus = "NEW" | "TRIGGERED" | "FINISHED" | "CANCELED" | "EXPIRED" | "REJECTED";
export type WorkingType = "CONTRACT_PRICE" | "MARK_PRICE";

/** A plain order as it is asked for. Quantities and prices are exact decimals as text. */
export interface OrderRequest {
  readonly symbol: string;
  readonly side: Side;
  readonly type: "MARKET" | "LIMIT";
  readonly quantity: Decimal;
  readonly price?: Decimal | undefined;
  readonly timeInForce?: TimeInForce | undefined;
  readonly reduceOnly?: boolean | undefined;
  readonly clientOrderId?: string | undefined;
}

/** A plain order in the engine's books, open or done. */
export interface Order {
  orderId: number;
  clientOrderId: string;
  symbol: string;
  side: Side;
  type: "MARKET" | "LIMIT";
  /** What it was before it was triggered, or LIQUIDATION. */
  originalType: "MARKET" | "LIMIT" | "LIQUIDATION" | AlgoType;
  timeInForce: TimeInForce;
  quantity: Decimal;
  /** "0" for a market order. */
  price: Decimal;
  /** The price as a float, for the walk along a bar. */
  limit: number;
  reduceOnly: boolean;
  closePosition: boolean;
  status: OrderStatus;
  executedQuantity: Decimal;
  executedUsd: Decimal;
  /** The conditional order it came from. */
  algoId: number | null;
  createdAt: number;
  updatedAt: number;
}

/** A conditional order as it is asked for. */
export interface AlgoRequest {
  readonly symbol: string;
  readonly side: Side;
  readonly type: AlgoType;
  readonly quantity?: Decimal | undefined;
  readonly triggerPrice?: Decimal | undefined;
  readonly price?: Decimal | undefined;
  readonly timeInForce?: TimeInForce | undefined;
  readonly reduceOnly?: boolean | undefined;
  readonly closePosition?: boolean | undefined;
  readonly workingType?: WorkingType | undefined;
  readonly clientAlgoId?: string | undefined;
  /** Trailing stop: distance in percent. */
  readonly callbackPercent?: number | undefined;
  /** Trailing stop: follows only from this price on. */
  readonly activationPrice?: Decimal | undefined;
}

/** A conditional order in the engine's books. It holds no margin until it is triggered. */
export interface AlgoOrder {
  algoId: number;
  clientAlgoId: string;
  symbol: string;
  side: Side;
  type: AlgoType;
  /** "0" with closePosition. */
  quantity: Decimal;
  triggerPrice: Decimal;
  /** The trigger as a float; of a trailing stop the price it would trigger at now, 0 before it is active. */
  trigger: number;
  price: Decimal;
  timeInForce: TimeInForce;
  reduceOnly: boolean;
  closePosition: boolean;
  workingType: WorkingType;
  callbackPercent: number;
  activation: number;
  /** Best price seen by an active trailing stop; 0 before it is active. */
  extreme: number;
  status: AlgoStatus;
  /** The plain order it became; 0 before that. */
  orderId: number;
  triggeredAt: number;
  /** Why it was rejected. */
  reason: string;
  createdAt: number;
  updatedAt: number;
}

/** One trade of ours. Fee and realised P&L are in USD; a positive fee is paid. */
export interface ExchangeFill {
  tradeId: number;
  orderId: number;
  clientOrderId: string;
  symbol: string;
  side: Side;
  price: Decimal;
  quantity: Decimal;
  quoteUsd: Decimal;
  feeUsd: Decimal;
  realisedPnlUsd: Decimal;
  maker: boolean;
  filledAt: number;
}

export type IncomeType = "REALIZED_PNL" | "COMMISSION" | "FUNDING_FEE" | "INSURANCE_CLEAR";

/** One movement of the wallet, signed. */
export interface Income {
  transactionId: number;
  symbol: string;
  type: IncomeType;
  amountUsd: Decimal;
  /** The trade behind it; 0 for none. */
  tradeId: number;
  at: number;
}

/** True while an order can still trade. */
export function isOpen(order: Order): boolean {
  return order.status === "NEW" || order.status === "PARTIALLY_FILLED";
}
