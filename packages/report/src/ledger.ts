/** Rows of our own ledger, as they lie in Postgres. Money and quantities are exact decimals as text; times are market time in epoch ms. */
export interface OrderRow {
  readonly clientOrderId: string;
  readonly at: number;
  readonly cycle: number | null;
  readonly tradeId: string;
  readonly leg: string;
  readonly symbol: string;
  readonly side: string;
  readonly type: string;
  readonly quantity: string;
  readonly price: string | null;
  readonly triggerPrice: string | null;
  readonly reduceOnly: boolean;
  readonly status: string;
  readonly filledQuantity: string;
}

export interface FillRow {
  readonly exchangeTradeId: string;
  readonly clientOrderId: string;
  readonly at: number;
  readonly leg: string;
  readonly symbol: string;
  readonly side: string;
  readonly quantity: string;
  readonly price: string;
  readonly feeUsd: string;
  readonly realisedPnlUsd: string;
  readonly maker: boolean;
}

export interface TradeRow {
  readonly tradeId: string;
  readonly status: "OPEN" | "CLOSED";
  readonly netPnlUsd: string;
  readonly rMultiple: number | null;
}

export interface EquityRow {
  readonly at: number;
  readonly equityUsd: string;
}

export interface FundingRow {
  readonly transactionId: string;
  readonly symbol: string;
  readonly amountUsd: string;
}

/** What one participant said in a cycle; mode null: it had to answer and did not. */
export interface SaidRow {
  readonly service: string;
  readonly mode: string | null;
  readonly binding: boolean;
  readonly word?: unknown;
}

/** One trading cycle: who said what. */
export interface CycleRow {
  readonly participants: readonly SaidRow[];
}

/** What the word of a module would have done to an order had it bound (or did, when it bound). */
export interface ShadowJudgement {
  readonly service: string;
  readonly outcome: "ALLOW" | "SHRINK" | "BLOCK";
}

/** What carrying out one order cost, and what the way not taken would have, in bps of its arrival value; null while unknown. */
export interface ShortfallRow {
  readonly executed: "PLANNED" | "PLAIN";
  readonly totalBps: number;
  readonly otherBps: number | null;
}

/** One fault of a service that self_healing found. */
export interface IncidentRow {
  readonly service: string;
  readonly fault: string;
  readonly restarts: number;
}

/** One decided order and what every module's word meant for it. */
export interface DecisionRow {
  readonly tradeId: string;
  readonly purpose: string;
  readonly shadow: readonly ShadowJudgement[];
}

/** A position of either side. `quantity` is signed: negative is short. */
export interface PositionRow {
  readonly symbol: string;
  readonly quantity: string;
}

/** Everything our ledger says about a day. */
export interface Ledger {
  readonly orders: readonly OrderRow[];
  readonly fills: readonly FillRow[];
  readonly trades: readonly TradeRow[];
  readonly equity: readonly EquityRow[];
  readonly funding: readonly FundingRow[];
  readonly positions: readonly PositionRow[];
  readonly walletUsd: string;
  readonly equityUsd: string;
  /** Differences the fleet itself found while it ran. */
  readonly recordedDifferences: number;
  readonly cycles: number;
  readonly cycleRows: readonly CycleRow[];
  readonly decisions: readonly DecisionRow[];
  readonly shortfalls: readonly ShortfallRow[];
  /** Null: nobody watched for faults. */
  readonly incidents: readonly IncidentRow[] | null;
}

/** Everything the exchange says about the same day. */
export interface Books {
  readonly walletUsd: string;
  readonly equityUsd: string;
  readonly positions: readonly PositionRow[];
  readonly fills: readonly BookFill[];
  readonly orders: readonly BookOrder[];
  readonly funding: readonly FundingRow[];
  readonly totals: { readonly realisedPnlUsd: string; readonly feesUsd: string; readonly fundingUsd: string };
}

/** A fill in the exchange's books. */
export type BookFill = Pick<
  FillRow,
  "exchangeTradeId" | "clientOrderId" | "symbol" | "side" | "quantity" | "price" | "feeUsd" | "realisedPnlUsd" | "maker" | "at"
>;

/** An order in the exchange's books. */
export interface BookOrder {
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly side: string;
  readonly filledQuantity: string;
}
