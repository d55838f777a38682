import type { Select } from "./query.ts";

interface CandleRow {
  openAt: number;
  interval: string;
}

/** Candles of one symbol in the interval last written, oldest first, and where trades were entered and left. Null for an unknown symbol. */
export async function candles(select: Select, symbol: string, limit: number) {
  const rows = await select<CandleRow>(
    `SELECT * FROM (
       SELECT open_at::float8 AS "openAt", interval, open, high, low, close, volume FROM bars
       WHERE symbol = $1 AND interval = (SELECT interval FROM bars WHERE symbol = $1 ORDER BY bars.at DESC LIMIT 1)
       ORDER BY open_at DESC LIMIT $2) newest ORDER BY "openAt"`,
    [symbol, limit],
  );
  const [first] = rows;
  if (!first) return null;
  return { symbol, interval: first.interval, candles: rows, marks: await marks(select, symbol, first.openAt) };
}

/** Fills by trade and leg, with the reason that was given for the order and how the trade ended. */
function marks(select: Select, symbol: string, sinceAt: number) {
  return select(
    `SELECT f.trade_id AS "tradeId", f.leg, f.side, min(f.at)::float8 AS at, sum(f.quantity)::text AS quantity,
            (sum(f.quantity * f.price) / sum(f.quantity))::float8 AS price, t.exit_code AS "exitCode", t.r_multiple AS "rMultiple",
            (SELECT c.intent ->> 'reason' FROM clearances c
             WHERE c.trade_id = f.trade_id AND c.cleared AND c.purpose = CASE WHEN f.leg = 'ENTRY' THEN 'ENTRY' ELSE 'EXIT' END
             ORDER BY c.at DESC LIMIT 1) AS reason
     FROM fills f LEFT JOIN trades t ON t.key = f.trade_id
     WHERE f.symbol = $1 AND f.at >= $2
     GROUP BY f.trade_id, f.leg, f.side, t.exit_code, t.r_multiple ORDER BY 4 DESC LIMIT 200`,
    [symbol, sinceAt],
  );
}
