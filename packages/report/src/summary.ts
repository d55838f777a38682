import { compareLedger, type LedgerDifference } from "./compare-ledger.ts";
import { canonical, sumOf, toNumber } from "./decimals.ts";
import { maxDrawdownRatio } from "./drawdown.ts";
import { type Faults, faultsOf } from "./faults.ts";
import { fingerprint } from "./fingerprint.ts";
import type { Books, Ledger, TradeRow } from "./ledger.ts";
import { type ModuleReport, reportModules } from "./module-report.ts";
import { type OrderCosts, orderCosts } from "./order-costs.ts";
import { percentile } from "./percentile.ts";

/** What a day was and how it was run; stands beside the figures. */
export interface DayFacts {
  readonly date: string;
  readonly symbols: readonly string[];
  readonly generated: boolean;
  readonly startWalletUsd: number;
  readonly wallSeconds: number;
  /** Real ms from the close of a bar leaving the exchange to the first order of that cycle arriving there. */
  readonly barToOrderMs: readonly number[];
}

/** A trading day in figures. Null means: there is nothing to take it from, which is not the same as 0. */
export interface DaySummary {
  readonly date: string;
  readonly symbols: readonly string[];
  readonly generated: boolean;
  readonly cycles: number;
  readonly orders: number;
  readonly fills: number;
  readonly trades: { readonly closed: number; readonly open: number };
  /** Exact amounts as text, in USD. Fees are what we paid; funding is negative when we paid. */
  readonly fees: string;
  readonly funding: string;
  readonly realisedPnl: string;
  readonly finalWallet: string;
  readonly finalEquity: string;
  /** Share of closed trades with a net profit, fees and funding included. */
  readonly winRate: number | null;
  /** Mean of net profit / initial risk over closed trades whose initial risk is known. */
  readonly averageR: number | null;
  /** Largest fall of equity (unrealised P&L included) from its peak, as a share of the peak. */
  readonly maxDrawdown: number | null;
  /** What each module said, and what its word did or would have done to entries. */
  readonly modules: readonly ModuleReport[];
  /** What orders cost, measured by aelm; null: it did not take part. */
  readonly orderCosts: OrderCosts | null;
  /** What self_healing found; null: it did not take part. */
  readonly faults: Faults | null;
  readonly ledgerMatchesExchange: boolean;
  /** Differences found in the comparison at the end, and those the fleet recorded while it ran. */
  readonly unexplainedDifferences: number;
  readonly differences: readonly LedgerDifference[];
  readonly fingerprint: string;
  readonly barToOrderMs: { readonly p50: number | null; readonly p99: number | null; readonly count: number };
  readonly wallSeconds: number;
}

/** Sums up a day from our own ledger and holds it against the exchange's books. */
export function summarise(ledger: Ledger, books: Books, facts: DayFacts): DaySummary {
  const differences = compareLedger(ledger, books);
  const closed = ledger.trades.filter((trade) => trade.status === "CLOSED").sort((a, b) => (a.tradeId < b.tradeId ? -1 : 1));
  return {
    date: facts.date,
    symbols: facts.symbols,
    generated: facts.generated,
    cycles: ledger.cycles,
    orders: ledger.orders.length,
    fills: ledger.fills.length,
    trades: { closed: closed.length, open: ledger.trades.length - closed.length },
    fees: sumOf(ledger.fills.map((fill) => fill.feeUsd)),
    funding: sumOf(ledger.funding.map((payment) => payment.amountUsd)),
    realisedPnl: sumOf(ledger.fills.map((fill) => fill.realisedPnlUsd)),
    finalWallet: canonical(ledger.walletUsd),
    finalEquity: canonical(ledger.equityUsd),
    winRate: winRateOf(closed),
    averageR: averageROf(closed),
    maxDrawdown: drawdownOf(ledger, facts.startWalletUsd),
    modules: reportModules(ledger),
    orderCosts: orderCosts(ledger.shortfalls),
    faults: faultsOf(ledger.incidents),
    ledgerMatchesExchange: differences.length === 0,
    unexplainedDifferences: differences.length + ledger.recordedDifferences,
    differences,
    fingerprint: fingerprint(ledger.orders, ledger.fills),
    barToOrderMs: {
      p50: percentile(facts.barToOrderMs, 0.5),
      p99: percentile(facts.barToOrderMs, 0.99),
      count: facts.barToOrderMs.length,
    },
    wallSeconds: facts.wallSeconds,
  };
}

function winRateOf(closed: readonly TradeRow[]): number | null {
  if (closed.length === 0) return null;
  return closed.filter((trade) => toNumber(trade.netPnlUsd) > 0).length / closed.length;
}

function averageROf(closed: readonly TradeRow[]): number | null {
  const known = closed.flatMap((trade) => (trade.rMultiple === null ? [] : [trade.rMultiple]));
  return known.length === 0 ? null : known.reduce((sum, r) => sum + r, 0) / known.length;
}

function drawdownOf(ledger: Ledger, startWalletUsd: number): number | null {
  if (ledger.equity.length === 0) return null;
  const inTime = [...ledger.equity].sort((a, b) => a.at - b.at).map((row) => toNumber(row.equityUsd));
  return maxDrawdownRatio([startWalletUsd, ...inTime]);
}
