import type { Decimal } from "@quantum/types";
import type { AlgoOrder, ExchangeFill, Order } from "./order.ts";

export type ExecutionType = "NEW" | "TRADE" | "CANCELED" | "EXPIRED" | "AMENDMENT" | "CALCULATED";

/** A plain order changed; `order` is a copy of how it stood then. */
export interface OrderEvent {
  readonly kind: "order";
  readonly at: number;
  readonly execution: ExecutionType;
  readonly order: Order;
  readonly fill: ExchangeFill | null;
}
/** A conditional order changed. */
export interface AlgoEvent {
  readonly kind: "algo";
  readonly at: number;
  readonly algo: AlgoOrder;
}
/** Wallet or position changed. `quantity` null: only the wallet did. */
export interface AccountEvent {
  readonly kind: "account";
  readonly at: number;
  readonly reason: "ORDER" | "FUNDING_FEE" | "INSURANCE_CLEAR";
  readonly walletUsd: Decimal;
  readonly changeUsd: Decimal;
  readonly symbol: string;
  readonly quantity: Decimal;
  readonly entryPrice: Decimal;
  readonly unrealisedPnlUsd: Decimal;
}
/** Leverage was changed. */
export interface LeverageEvent {
  readonly kind: "leverage";
  readonly at: number;
  readonly symbol: string;
  readonly leverage: number;
}
/** Anything that happened at the exchange, in the order in which it happened. */
export type ExchangeEvent = OrderEvent | AlgoEvent | AccountEvent | LeverageEvent;
