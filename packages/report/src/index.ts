export { compareLedger, type LedgerDifference } from "./compare-ledger.ts";
export { canonical, sumOf } from "./decimals.ts";
export { maxDrawdownRatio } from "./drawdown.ts";
export { type Faults, faultsOf } from "./faults.ts";
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
  IncidentRow,
  Ledger,
  OrderRow,
  PositionRow,
  SaidRow,
  ShadowJudgement,
  ShortfallRow,
  TradeRow,
} from "./ledger.ts";
export { type EntryEvidence, type ModuleReport, reportModules } from "./module-report.ts";
export { type OrderCosts, orderCosts } from "./order-costs.ts";
export { parseBooks } from "./parse-books.ts";
export { percentile } from "./percentile.ts";
export { type DayFacts, type DaySummary, summarise } from "./summary.ts";
