export { compareLedger, type LedgerDifference } from "./compare-ledger.ts";
export { canonical, sumOf } from "./decimals.ts";
export { maxDrawdownRatio } from "./drawdown.ts";
export { fillFacts, fingerprint, inOrder, orderFacts } from "./fingerprint.ts";
export type {
  BookFill,
  BookOrder,
  Books,
  CycleRow,
  DecisionRow,
  EquityRow,
  FillRow,
  FundingRow,
  Ledger,
  OrderRow,
  PositionRow,
  SaidRow,
  ShadowJudgement,
  TradeRow,
} from "./ledger.ts";
export { type EntryEvidence, type ModuleReport, reportModules } from "./module-report.ts";
export { parseBooks } from "./parse-books.ts";
export { percentile } from "./percentile.ts";
export { type DayFacts, type DaySummary, summarise } from "./summary.ts";
