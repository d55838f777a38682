import type { AccountSnapshot, FundingPayment, OrderDetail, OrderReport } from "@quantum/exchange/venue";
import type { Fill, Quote, TimeInForce } from "@quantum/types";

/** Requests and answers of execution's calls to the exchange. Plain JSON, because they stand in the outbox. */

export interface PlaceRequest {
  readonly order: {
    readonly clientOrderId: string;
    readonly symbol: string;
    readonly side: "BUY" | "SELL";
    readonly type: "MARKET" | "LIMIT" | "STOP_MARKET" | "TAKE_PROFIT_MARKET";
    readonly quantity: string;
    readonly price: string | null;
    readonly timeInForce?: TimeInForce;
    readonly triggerPrice: string | null;
    readonly reduceOnly: boolean;
  };
  /** Set before an entry; null leaves it as it is. */
  readonly leverage: number | null;
  readonly fillsAfter: FillsFrom;
  /** Our trigger orders in this symbol: a fill may belong to what one of them became. */
  readonly siblings: readonly string[];
}

export type FillsFrom = { readonly tradeId: string } | { readonly since: number };

/** What became of an order, with the fills in its symbol that we have not booked. */
export interface OrderAnswer {
  readonly report: OrderReport;
  readonly fills: readonly Fill[];
  /** Orders that had to be asked for, to know whose these fills are: not all of them are ours. Absent: none. */
  readonly asked?: readonly OrderDetail[];
}

export interface FindRequest {
  readonly symbol: string;
  readonly clientOrderId: string;
  readonly algo: boolean;
  readonly fillsAfter: FillsFrom;
  /** What of it was booked before, so that only what came after has to be listed. Absent: nothing. */
  readonly booked?: string;
  readonly siblings: readonly string[];
}

export interface CancelRequest {
  readonly symbol: string;
  readonly clientOrderId: string;
  readonly algo: boolean;
}

export interface SyncRequest {
  /** Close of the bars that wait for this comparison; null for one in between. */
  readonly closeAt: number | null;
  readonly positions: Readonly<Record<string, string>>;
  readonly orders: readonly {
    readonly clientOrderId: string;
    readonly symbol: string;
    readonly algo: boolean;
    readonly exchangeOrderId: string | null;
  }[];
  readonly fillsFrom: Readonly<Record<string, FillsFrom>>;
  /** From where on fills of a symbol we never traded are ours to book. */
  readonly otherwiseFrom: FillsFrom;
  readonly fundingSince: number;
}

export interface SyncAnswer {
  readonly account: AccountSnapshot;
  /** Fills we have not booked, of all symbols, oldest first. */
  readonly fills: readonly Fill[];
  readonly asked?: readonly OrderDetail[];
  /** What became of our orders that no longer rest. Null: the exchange does not know the order. */
  readonly vanished: readonly { readonly clientOrderId: string; readonly report: OrderReport | null }[];
  readonly funding: readonly FundingPayment[];
  readonly quotes: readonly Quote[];
}
