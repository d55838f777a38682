import { sameAmount, sumOf } from "./decimals.ts";
import type { BookFill, Books, Ledger, PositionRow } from "./ledger.ts";

/** Where our ledger and the exchange's books say different things. */
export interface LedgerDifference {
  /** What differs, e.g. "fill BTCUSDT 1042 price". */
  readonly what: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Compares our ledger with the exchange's books: every fill, order, payment and position, and all totals. Exact; no tolerance. */
export function compareLedger(ledger: Ledger, books: Books): LedgerDifference[] {
  return [
    ...compareTotals(ledger, books),
    ...comparePositions(ledger.positions, books.positions),
    ...compareFills(ledger, books),
    ...compareOrders(ledger, books),
    ...compareFunding(ledger, books),
  ];
}

const ABSENT = "absent";
/** First letters of the ids of the emergency stop's orders. Source: `packages/types/src/ids.ts`, on which this package does not depend. */
const EMERGENCY_ORDER_PREFIX = "ess-";

function amountDiffers(what: string, ours: string, theirs: string): LedgerDifference[] {
  return sameAmount(ours, theirs) ? [] : [{ what, ours, theirs }];
}

function compareTotals(ledger: Ledger, books: Books): LedgerDifference[] {
  return [
    ...amountDiffers("wallet", ledger.walletUsd, books.walletUsd),
    ...amountDiffers("equity", ledger.equityUsd, books.equityUsd),
    ...amountDiffers("realised P&L", sumOf(ledger.fills.map((fill) => fill.realisedPnlUsd)), books.totals.realisedPnlUsd),
    ...amountDiffers("fees", sumOf(ledger.fills.map((fill) => fill.feeUsd)), books.totals.feesUsd),
    ...amountDiffers("funding", sumOf(ledger.funding.map((payment) => payment.amountUsd)), books.totals.fundingUsd),
  ];
}

function comparePositions(ours: readonly PositionRow[], theirs: readonly PositionRow[]): LedgerDifference[] {
  // A flat position and none are the same thing.
  const quantities = (rows: readonly PositionRow[]) => new Map(rows.map((row) => [row.symbol, row.quantity]));
  const [mine, exchange] = [quantities(ours), quantities(theirs)];
  const symbols = [...new Set([...mine.keys(), ...exchange.keys()])].sort();
  return symbols.flatMap((symbol) => amountDiffers(`position ${symbol}`, mine.get(symbol) ?? "0", exchange.get(symbol) ?? "0"));
}

function compareFills(ledger: Ledger, books: Books): LedgerDifference[] {
  const idOf = (fill: { symbol: string; exchangeTradeId: string }) => `${fill.symbol} ${fill.exchangeTradeId}`;
  return comparePairs({
    kind: "fill",
    ours: new Map(ledger.fills.map((fill): [string, BookFill] => [idOf(fill), fill])),
    theirs: new Map(books.fills.map((fill) => [idOf(fill), fill])),
    amounts: ["quantity", "price", "feeUsd", "realisedPnlUsd"],
    texts: ["clientOrderId", "side", "maker", "at"],
  });
}

function compareOrders(ledger: Ledger, books: Books): LedgerDifference[] {
  // An order that was refused may be missing in the exchange's books, or stand there without a fill. One of the emergency stop is sent past the
  // ledger, which books it once it filled.
  const rejected = new Set(ledger.orders.filter((order) => order.status === "REJECTED").map((order) => order.clientOrderId));
  const counts = (order: { clientOrderId: string; filledQuantity: string }) =>
    isFilled(order) || !(rejected.has(order.clientOrderId) || order.clientOrderId.startsWith(EMERGENCY_ORDER_PREFIX));
  return comparePairs({
    kind: "order",
    ours: new Map(ledger.orders.filter(counts).map((order) => [order.clientOrderId, order])),
    theirs: new Map(books.orders.filter(counts).map((order) => [order.clientOrderId, order])),
    amounts: ["filledQuantity"],
    texts: ["symbol", "side"],
  });
}

function isFilled({ filledQuantity }: { filledQuantity: string }): boolean {
  return !sameAmount(filledQuantity, "0");
}

function compareFunding(ledger: Ledger, books: Books): LedgerDifference[] {
  return comparePairs({
    kind: "funding",
    ours: new Map(ledger.funding.map((payment) => [payment.transactionId, payment])),
    theirs: new Map(books.funding.map((payment) => [payment.transactionId, payment])),
    amounts: ["amountUsd"],
    texts: ["symbol"],
  });
}

interface Pairs<T extends object> {
  readonly kind: string;
  readonly ours: ReadonlyMap<string, T>;
  readonly theirs: ReadonlyMap<string, T>;
  readonly amounts: readonly (keyof T)[];
  readonly texts: readonly (keyof T)[];
}

function comparePairs<T extends object>(pairs: Pairs<T>): LedgerDifference[] {
  const differences: LedgerDifference[] = [];
  for (const id of new Set([...pairs.ours.keys(), ...pairs.theirs.keys()])) {
    const [ours, theirs] = [pairs.ours.get(id), pairs.theirs.get(id)];
    const what = `${pairs.kind} ${id}`;
    if (!ours || !theirs) differences.push({ what, ours: ours ? "present" : ABSENT, theirs: theirs ? "present" : ABSENT });
    else differences.push(...compareFields(what, { ours, theirs, pairs }));
  }
  return differences;
}

function compareFields<T extends object>(what: string, given: { ours: T; theirs: T; pairs: Pairs<T> }): LedgerDifference[] {
  const { ours, theirs, pairs } = given;
  return [
    ...pairs.amounts.flatMap((field) => amountDiffers(`${what} ${String(field)}`, String(ours[field]), String(theirs[field]))),
    ...pairs.texts
      .filter((field) => ours[field] !== theirs[field])
      .map((field) => ({ what: `${what} ${String(field)}`, ours: String(ours[field]), theirs: String(theirs[field]) })),
  ];
}
