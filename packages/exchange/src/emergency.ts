import type { ExchangePosition, Instrument, Side } from "@quantum/types";
import type { GatewayOrder, OrderReport, RestingOrder } from "./venue.ts";

/** A resting order with what decides whether it may stay when everything else has to go. */
export interface RestingDetail extends RestingOrder {
  readonly side: Side;
  /** It can only make a position smaller (reduce-only, or closes the whole position). */
  readonly reduces: boolean;
  /** A stop: it guards a position against loss. */
  readonly stop: boolean;
}

/** What an emergency stop needs of an exchange, and nothing else. All of it throws GatewayError. */
export interface EmergencyGateway {
  /** Equity with unrealised profit, as the exchange says it; not checked. */
  equity(): Promise<unknown>;
  positions(): Promise<ExchangePosition[]>;
  /** Open orders of both classes, plain and algo. */
  restingOrders(): Promise<RestingDetail[]>;
  instruments(): Promise<Instrument[]>;
  /** Cancels all orders of one class in a symbol. */
  cancelAll(symbol: string, algo: boolean): Promise<void>;
  /** True when it is cancelled now; false when it was already gone. */
  cancel(symbol: string, clientOrderId: string, algo: boolean): Promise<boolean>;
  /** All plain orders of a symbol are cancelled by the exchange itself after `countdownMs` without another call; 0 stops the countdown. */
  armCountdown(symbol: string, countdownMs: number): Promise<void>;
  place(order: GatewayOrder): Promise<OrderReport>;
  find(symbol: string, clientOrderId: string, algo: boolean): Promise<OrderReport | null>;
  /** Asks the exchange's clock, so that signed requests carry its time. */
  synchroniseClock(): Promise<void>;
  marketTime(): Promise<number>;
  permissions(): Promise<{ readonly mayWithdraw: boolean }>;
  close(): Promise<void>;
}
