import type { Row } from "../desk/tables.ts";
import type { RunTable } from "../record/run-folder.ts";

/** A closed trade in floats. R figures null while the initial risk is unknown. */
export interface ClosedTrade {
  readonly tradeId: string;
  readonly netUsd: number;
  readonly r: number | null;
  /** What the market gave before fees, funding, spread and slippage, in multiples of the initial risk. */
  readonly beforeCostsR: number | null;
  readonly costsR: number | null;
}

/** The desk's worth and exposure at one cycle. */
export interface EquityPoint {
  readonly at: number;
  readonly equityUsd: number;
  readonly grossRatio: number;
  readonly openPositions: number;
}

/** What statistics are taken from. */
export interface RunFacts {
  readonly startWalletUsd: number;
  /** In the order in which they closed. */
  readonly trades: readonly ClosedTrade[];
  readonly equity: readonly EquityPoint[];
  readonly fills: readonly { readonly notionalUsd: number; readonly feeUsd: number }[];
  readonly fundingUsd: readonly number[];
}

/** The tables of a run, by name. */
export type TablesOfRun = (name: RunTable) => Iterable<Row>;

/** Reads the facts of a run from its tables. */
export function factsOf(table: TablesOfRun, startWalletUsd: number): RunFacts {
  const slippage = slippageByTrade(table);
  const closed = [...table("trades")].filter(({ status }) => status === "CLOSED");
  closed.sort((a, b) => Number(a.closed_at) - Number(b.closed_at) || (String(a.key) < String(b.key) ? -1 : 1));
  return {
    startWalletUsd,
    trades: closed.map((row) => tradeOf(row, slippage.get(String(row.key)) ?? 0)),
    equity: Array.from(table("equity"), (row) => ({
      at: Number(row.at),
      equityUsd: Number(row.equity_usd),
      grossRatio: (row.exposure as { grossRatio: number }).grossRatio,
      openPositions: Number(row.open_positions),
    })),
    fills: Array.from(table("fills"), (row) => ({ notionalUsd: Number(row.quantity) * Number(row.price), feeUsd: Number(row.fee_usd) })),
    fundingUsd: Array.from(table("funding"), (row) => Number(row.amount_usd)),
  };
}

function tradeOf(row: Row, slippageUsd: number): ClosedTrade {
  const risk = row.initial_risk_usd === null ? null : Number(row.initial_risk_usd);
  const inR = (usd: number) => (risk === null || risk <= 0 ? null : usd / risk);
  const [gross, net] = [Number(row.gross_pnl_usd), Number(row.net_pnl_usd)];
  return {
    tradeId: String(row.key),
    netUsd: net,
    r: row.r_multiple === null ? null : Number(row.r_multiple),
    beforeCostsR: inR(gross + slippageUsd),
    costsR: inR(gross + slippageUsd - net),
  };
}

/** What spread and slippage took from each trade: how much worse every fill was than the price that was decided on or triggered. */
function slippageByTrade(table: TablesOfRun): Map<string, number> {
  const intents = new Map(Array.from(table("clearances"), (row) => [String(row.key), row.intent as { referencePrice: string }]));
  const benchmarks = new Map(
    Array.from(table("orders"), (row) => [String(row.key), row.trigger_price ?? intents.get(String(row.intent_id))?.referencePrice]),
  );
  const lost = new Map<string, number>();
  for (const fill of table("fills")) {
    const benchmark = benchmarks.get(String(fill.client_order_id));
    if (benchmark === undefined) continue;
    const worse = (Number(fill.price) - Number(benchmark)) * (fill.side === "BUY" ? 1 : -1) * Number(fill.quantity);
    const tradeId = String(fill.trade_id);
    lost.set(tradeId, (lost.get(tradeId) ?? 0) + worse);
  }
  return lost;
}
