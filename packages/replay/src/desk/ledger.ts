import { type PortfolioState, positionsOf, valuation } from "@quantum/portfolio-intelligence/core";
import type { EquityRow, FillRow, FundingRow, Ledger, OrderRow, ShortfallRow, TradeRow } from "@quantum/report";
import { type CycleBooked, type DecisionBooked, withShadow } from "./shadow-rows.ts";
import type { Row, Tables } from "./tables.ts";

/** The ledger of a replay, from the rows the fleet would have written and from what portfolio_intelligence holds. */
export function ledgerOf(tables: Tables, portfolio: Readonly<PortfolioState>): Ledger {
  const rows = <T>(table: string, read: (key: string, row: Row) => T) => [...tables.rows(table)].map((row) => read(row.key, row));
  const cycleRows = rows("cycles", (_, row) => row as unknown as CycleBooked);
  const { walletUsd, equityUsd } = valuation(portfolio, Number.POSITIVE_INFINITY);
  return {
    orders: rows("orders", orderRowOf),
    fills: rows("fills", (_, row) => fillRowOf(row)),
    trades: rows("trades", tradeRow).filter(({ status }) => String(status) !== "VOID"),
    equity: rows("equity", (_, row) => ({ at: row.at, equityUsd: row.equity_usd }) as EquityRow),
    funding: rows("funding", (key, row) => ({ transactionId: key, symbol: row.symbol, amountUsd: row.amount_usd }) as FundingRow),
    recordedDifferences: tables.size("differences"),
    cycles: countOf(tables.rows("cycles"), ({ outcome }) => outcome !== "WATCHED"),
    cycleRows,
    decisions: withShadow(
      rows("decisions", (_, row) => row as unknown as DecisionBooked),
      cycleRows,
    ),
    shortfalls: rows("shortfalls", (_, row) => shortfallRow(row)),
    incidents: null,
    walletUsd,
    equityUsd,
    positions: positionsOf(portfolio).map(({ symbol, direction, quantity }) => ({
      symbol,
      quantity: direction === "SHORT" && !quantity.startsWith("-") ? `-${quantity}` : quantity,
    })),
  };
}

/** An order of the report from its row. */
export function orderRowOf(key: string, row: Row): OrderRow {
  return {
    clientOrderId: key,
    at: row.at,
    cycle: row.cycle,
    tradeId: row.trade_id,
    leg: row.leg,
    symbol: row.symbol,
    side: row.side,
    type: row.type,
    quantity: row.quantity,
    price: row.price,
    triggerPrice: row.trigger_price,
    reduceOnly: row.reduce_only,
    status: row.status,
    filledQuantity: row.filled_quantity,
  } as OrderRow;
}

/** A fill of the report from its row. */
export function fillRowOf(row: Row): FillRow {
  return {
    exchangeTradeId: row.exchange_trade_id,
    clientOrderId: row.client_order_id,
    at: row.at,
    leg: row.leg,
    symbol: row.symbol,
    side: row.side,
    quantity: row.quantity,
    price: row.price,
    feeUsd: row.fee_usd,
    realisedPnlUsd: row.realised_pnl_usd,
    maker: row.maker,
  } as FillRow;
}

function tradeRow(key: string, row: Row): TradeRow {
  return { tradeId: key, status: row.status, netPnlUsd: row.net_pnl_usd ?? "0", rMultiple: row.r_multiple ?? null } as TradeRow;
}

function shortfallRow({ executed, total_bps: totalBps, other_bps: otherBps }: Row): ShortfallRow {
  return { executed, totalBps, otherBps: otherBps ?? null } as ShortfallRow;
}

function countOf(rows: Iterable<Row>, counts: (row: Row) => boolean): number {
  let count = 0;
  for (const row of rows) if (counts(row)) count += 1;
  return count;
}
