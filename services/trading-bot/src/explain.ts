import type { Pool } from "pg";

type Row = Record<string, unknown>;

/** Everything that is on record about one order: why it was asked for, who let it pass, and what became of it. */
export interface Explanation {
  readonly intentId: string;
  readonly decision: Row | null;
  readonly clearance: Row | null;
  readonly orders: Row[];
  readonly fills: Row[];
  readonly trade: Row | null;
}

/** The story of one intent from the books; null when nobody ever heard of it. */
export async function explain(database: Pool, intentId: string): Promise<Explanation | null> {
  const [decisions, clearances, orders] = await Promise.all([
    database.query<Row>("SELECT * FROM decisions WHERE key = $1", [intentId]),
    database.query<Row>("SELECT * FROM clearances WHERE key = $1", [intentId]),
    database.query<Row>("SELECT * FROM orders WHERE intent_id = $1 ORDER BY at, key", [intentId]),
  ]);
  const decision = decisions.rows[0] ?? null;
  const clearance = clearances.rows[0] ?? null;
  if (decision === null && clearance === null && orders.rows.length === 0) return null;
  const tradeId = (decision ?? clearance ?? orders.rows[0])?.trade_id;
  const [fills, trades] = await Promise.all([
    database.query<Row>("SELECT * FROM fills WHERE client_order_id = ANY($1) ORDER BY at, key", [orders.rows.map(({ key }) => key)]),
    database.query<Row>("SELECT * FROM trades WHERE key = $1", [tradeId]),
  ]);
  return { intentId, decision, clearance, orders: orders.rows, fills: fills.rows, trade: trades.rows[0] ?? null };
}
