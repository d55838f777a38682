import { type CycleBooked, type DecisionBooked, withShadow } from "@quantum/replay";
import type { EquityRow, FillRow, FundingRow, IncidentRow, Ledger, OrderRow, ShortfallRow, TradeRow } from "@quantum/report";
import pg from "pg";
import * as z from "zod";

/** What portfolio_intelligence says it holds. */
const portfolioSchema = z.object({
  walletUsd: z.string(),
  equityUsd: z.string(),
  positions: z.array(z.object({ symbol: z.string(), direction: z.enum(["LONG", "SHORT"]), quantity: z.string() })),
});

const ORDERS = `SELECT key AS "clientOrderId", at::float8, cycle::float8, trade_id AS "tradeId", leg, symbol, side, type, quantity::text,
  price::text, trigger_price::text AS "triggerPrice", reduce_only AS "reduceOnly", status, filled_quantity::text AS "filledQuantity" FROM orders`;
const FILLS = `SELECT exchange_trade_id AS "exchangeTradeId", client_order_id AS "clientOrderId", at::float8, leg, symbol, side, quantity::text,
  price::text, fee_usd::text AS "feeUsd", realised_pnl_usd::text AS "realisedPnlUsd", maker FROM fills`;
const TRADES = `SELECT key AS "tradeId", status, net_pnl_usd::text AS "netPnlUsd", r_multiple AS "rMultiple" FROM trades WHERE status <> 'VOID'`;
const EQUITY = `SELECT at::float8, equity_usd::text AS "equityUsd" FROM equity ORDER BY at`;
const FUNDING = `SELECT key AS "transactionId", symbol, amount_usd::text AS "amountUsd" FROM funding`;
const CYCLES = `SELECT at::float8, participants FROM cycles ORDER BY at`;
const DECISIONS = `SELECT cycle::float8, trade_id, purpose, story FROM decisions ORDER BY at, key`;
const SHORTFALLS = `SELECT executed, total_bps AS "totalBps", other_bps AS "otherBps" FROM shortfalls ORDER BY at, key`;
const INCIDENTS = `SELECT service, fault, restarts FROM incidents ORDER BY opened_real_ms`;

/** Where a day's ledger lies, and whether self_healing took part in it. */
export interface LedgerPlace {
  readonly databaseUrl: string;
  readonly portfolioPort: number;
  readonly healed: boolean;
}

/** Reads our ledger of a day: Postgres, and the positions portfolio_intelligence holds. */
export async function readLedger(from: LedgerPlace): Promise<Ledger> {
  const portfolio = portfolioSchema.parse(await (await fetch(`http://127.0.0.1:${from.portfolioPort}/portfolio`)).json());
  const client = new pg.Client({ connectionString: from.databaseUrl });
  await client.connect();
  try {
    const rows = async <T>(sql: string) => (await client.query(sql)).rows as T[];
    const count = async (table: string) => Number((await rows<{ n: string }>(`SELECT count(*) AS n FROM ${table}`))[0]?.n);
    const cycleRows = await rows<CycleBooked>(CYCLES);
    return {
      orders: await rows<OrderRow>(ORDERS),
      fills: await rows<FillRow>(FILLS),
      trades: await rows<TradeRow>(TRADES),
      equity: await rows<EquityRow>(EQUITY),
      funding: await rows<FundingRow>(FUNDING),
      recordedDifferences: await count("differences"),
      cycles: await count("cycles WHERE outcome <> 'WATCHED'"),
      cycleRows,
      decisions: withShadow(await rows<DecisionBooked>(DECISIONS), cycleRows),
      shortfalls: await rows<ShortfallRow>(SHORTFALLS),
      incidents: from.healed ? await rows<IncidentRow>(INCIDENTS) : null,
      walletUsd: portfolio.walletUsd,
      equityUsd: portfolio.equityUsd,
      positions: portfolio.positions.map(({ symbol, direction, quantity }) => ({
        symbol,
        quantity: direction === "SHORT" && !quantity.startsWith("-") ? `-${quantity}` : quantity,
      })),
    };
  } finally {
    await client.end();
  }
}
