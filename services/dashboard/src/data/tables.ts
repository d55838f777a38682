import type { Select } from "./query.ts";

/** Equity at the newest cycles, oldest first. */
export function equity(select: Select, limit: number) {
  return select(
    `SELECT at, "equityUsd", "walletUsd", "drawdownRatio", "openPositions" FROM (
       SELECT at::float8 AS at, equity_usd::float8 AS "equityUsd", wallet_usd::float8 AS "walletUsd", drawdown_ratio AS "drawdownRatio",
              open_positions AS "openPositions"
       FROM equity ORDER BY equity.at DESC LIMIT $1) newest ORDER BY at`,
    [limit],
  );
}

/** The newest orders at the exchange. */
export function orders(select: Select, limit: number) {
  return select(
    `SELECT key AS "clientOrderId", at::float8 AS at, intent_id AS "intentId", trade_id AS "tradeId", leg, symbol, side, type,
            quantity::text AS quantity, coalesce(price, trigger_price)::text AS price, status, filled_quantity::text AS "filledQuantity",
            average_price::text AS "averagePrice", code, reason
     FROM orders ORDER BY orders.at DESC, key DESC LIMIT $1`,
    [limit],
  );
}

/** The newest trades, open ones first. */
export function trades(select: Select, limit: number) {
  return select(
    `SELECT key AS "tradeId", symbol, direction, status, quantity::text AS quantity, entry_price::text AS "entryPrice",
            exit_price::text AS "exitPrice", opened_at::float8 AS "openedAt", closed_at::float8 AS "closedAt",
            net_pnl_usd::float8 AS "netPnlUsd", fees_usd::float8 AS "feesUsd", funding_usd::float8 AS "fundingUsd",
            r_multiple AS "rMultiple", exit_code AS "exitCode"
     FROM trades WHERE status <> 'VOID' ORDER BY (status = 'OPEN') DESC, coalesce(closed_at, opened_at) DESC, key LIMIT $1`,
    [limit],
  );
}

/** The newest trading cycles with what was skipped and why. */
export function cycles(select: Select, limit: number) {
  return select(
    `SELECT key, at::float8 AS at, outcome, signals, requested, settled, skips, missing, participants
     FROM cycles ORDER BY cycles.at DESC LIMIT $1`,
    [limit],
  );
}

/** The newest alerts. */
export function alerts(select: Select, limit: number) {
  return select(
    `SELECT key, at::float8 AS at, service, severity, code, message, action, recorded_at::float8 AS "recordedAt"
     FROM alerts ORDER BY alerts.recorded_at DESC, key LIMIT $1`,
    [limit],
  );
}

/** Symbols that have bars. */
export async function symbols(select: Select): Promise<string[]> {
  const rows = await select<{ symbol: string }>("SELECT DISTINCT symbol FROM bars ORDER BY symbol");
  return rows.map((row) => row.symbol);
}

/** Everything that was said about one intent; null when nobody knows it. */
export async function decision(select: Select, intentId: string) {
  const [story] = await select("SELECT at::float8 AS at, symbol, purpose, rank, story FROM decisions WHERE key = $1", [intentId]);
  const [clearance] = await select("SELECT at::float8 AS at, cleared, binding, code, intent, verdicts FROM clearances WHERE key = $1", [
    intentId,
  ]);
  const placed = await select(
    `SELECT key AS "clientOrderId", leg, type, side, quantity::text AS quantity, status, average_price::text AS "averagePrice", reason
     FROM orders WHERE intent_id = $1 ORDER BY at, key`,
    [intentId],
  );
  if (!story && !clearance && placed.length === 0) return null;
  return { intentId, decision: story ?? null, clearance: clearance ?? null, orders: placed };
}
