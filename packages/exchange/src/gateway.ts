import type { Bar, Instrument, Interval, Quote } from "@quantum/types";
import type { AccountSnapshot, FillsAfter, FundingPayment, GatewayOrder, OrderDetail, OrderReport, RawFill } from "./venue.ts";

/** What a stream of the exchange tells us. Bars are final; a nudge only means: something happened, ask. */
export interface StreamListener {
  onBar(symbol: string, interval: Interval, bar: Bar): void;
  onNudge(): void;
  /** Bars are being followed (again): what closed before was not seen, so ask. */
  onConnected(): void;
}

/** Which bars: the first ones from `since` on (epoch ms), or without it the last ones, at most `limit`. */
export interface BarRange {
  readonly since?: number;
  readonly limit: number;
  /**
   * A moment that the market has reached, epoch ms: only bars that closed by then, for a bar that is still open tells nothing final. Whoever asks for many
   * symbols asks for the market's time once, or knows the close he asks about.
   */
  readonly closedBy: number;
}

/**
 * The one interface to an exchange. All of them throw GatewayError. Whatever changes something at the exchange is identified by a client order id,
 * so that its fate can be asked for.
 */
export interface ExchangeGateway {
  /** The market's time, epoch ms: that of the data, which in a simulated market runs at its own pace. */
  marketTime(): Promise<number>;
  instruments(): Promise<Instrument[]>;
  /** Bars of a range, oldest first. None of a symbol that is not listed. */
  bars(symbol: string, interval: Interval, range: BarRange): Promise<Bar[]>;
  quotes(): Promise<Quote[]>;
  account(): Promise<AccountSnapshot>;
  /** Fills of one symbol after an exchange trade id, or from a moment on (epoch ms) when no trade is known yet; oldest first. */
  fills(symbol: string, after: FillsAfter): Promise<RawFill[]>;
  funding(since: number): Promise<FundingPayment[]>;
  setLeverage(symbol: string, leverage: number): Promise<void>;
  /** One-way mode and cross margin for these symbols. */
  prepare(symbols: readonly string[]): Promise<void>;
  place(order: GatewayOrder): Promise<OrderReport>;
  /** The order with this id, or null when the exchange has never seen it. */
  find(symbol: string, clientOrderId: string, algo: boolean): Promise<OrderReport | null>;
  findByExchangeId(symbol: string, exchangeOrderId: string): Promise<OrderDetail | null>;
  /** True when it is cancelled now; false when it was already gone. */
  cancel(symbol: string, clientOrderId: string, algo: boolean): Promise<boolean>;
  /** Follows bars and account events until the signal aborts. */
  stream(symbols: readonly string[], intervals: readonly Interval[], listener: StreamListener, signal: AbortSignal): Promise<void>;
  /** What these keys may do; trading needs no right to withdraw. */
  permissions(): Promise<{ readonly mayWithdraw: boolean }>;
  close(): Promise<void>;
}

/** The exchange refused, or did not answer. `definitive`: what was asked was surely not done. */
export class GatewayError extends Error {
  override readonly name = "GatewayError";
  readonly definitive: boolean;
  /** The exchange's own code, e.g. "-2019", or NETWORK, TIMEOUT, RATE_LIMIT. */
  readonly code: string;
  constructor(parts: { definitive: boolean; code: string; message: string }) {
    super(parts.message);
    this.definitive = parts.definitive;
    this.code = parts.code;
  }
}
