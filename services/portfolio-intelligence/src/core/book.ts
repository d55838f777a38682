import { deriveId } from "@quantum/types";
import { attributePayments, type Payment } from "./funding.ts";
import { LIMITS } from "./limits.ts";
import { Exact, plus, text } from "./money.ts";
import { addToTrade, type BookFill, openTrade, reduceTrade, type Trade } from "./trade.ts";

/** Sums over everything booked in one symbol. `exchangePnlUsd` adds up the exchange's own figures, as a second witness. */
export interface Totals {
  realisedPnlUsd: string;
  exchangePnlUsd: string;
  feesUsd: string;
  fundingUsd: string;
  fills: number;
}

/** Id and market time of something settled, kept to recognise repeats. */
export type KnownId = [id: string, at: number];

/** What a run of fills leads to. */
export interface Ledger {
  open: Trade | null;
  closed: Trade[];
  /** The last trade id used, so that a late fill never re-opens a closed trade under its id. */
  lastTradeId: string;
  totals: Totals;
}

/** The book of one symbol: what is settled for good, what may still be re-ordered, and the two together. */
export interface SymbolBook {
  symbol: string;
  settled: Ledger;
  fills: BookFill[];
  payments: Payment[];
  current: Ledger;
  knownFills: KnownId[];
  knownPayments: KnownId[];
  /** Ids of settled fills up to this time are forgotten; an unknown fill of that time cannot be told from a repeat. */
  forgottenUntil: number;
}

/** An empty book. */
export function emptyBook(symbol: string): SymbolBook {
  return {
    symbol,
    settled: emptyLedger(),
    fills: [],
    payments: [],
    current: emptyLedger(),
    knownFills: [],
    knownPayments: [],
    forgottenUntil: -1,
  };
}

/** PI-03: a fill counts once per exchange trade id, whenever and however often it comes. */
export function bookFill(book: SymbolBook, fill: BookFill): "BOOKED" | "REPEATED" | "TOO_LATE" {
  if (isKnown(book.knownFills, fill.id) || book.fills.some((known) => known.id === fill.id)) return "REPEATED";
  if (fill.at <= book.forgottenUntil) return "TOO_LATE";
  const newest = book.fills.at(-1);
  book.fills.push(fill);
  if (book.payments.length === 0 && (!newest || inOrder(newest, fill) < 0)) book.current = run(book.symbol, book.current, [fill], []);
  else {
    book.fills.sort(inOrder);
    rebuild(book);
  }
  return "BOOKED";
}

/** The exchange's own order: by time, then by id. */
function inOrder(a: BookFill, b: BookFill): number {
  return a.at - b.at || compareIds(a.id, b.id);
}

/** A funding payment counts once per transaction id. */
export function bookPayment(book: SymbolBook, payment: Payment): boolean {
  if (isKnown(book.knownPayments, payment.id) || book.payments.some((known) => known.id === payment.id)) return false;
  book.payments.push(payment);
  book.payments.sort((a, b) => a.at - b.at || compareIds(a.id, b.id));
  rebuild(book);
  return true;
}

/** Opens a book with a position that was there before the ledger began. */
export function adoptPosition(book: SymbolBook, tradeId: string, fill: BookFill): void {
  book.settled.open = openTrade(book.symbol, tradeId, fill);
  book.settled.lastTradeId = tradeId;
  rebuild(book);
}

/** Settles what is older than `cutAt`: nothing earlier can arrive any more, so its order is final. */
export function settle(book: SymbolBook, cutAt: number): void {
  const fills = book.fills.filter((fill) => fill.at <= cutAt);
  const payments = book.payments.filter((payment) => payment.at <= cutAt);
  if (fills.length + payments.length === 0) return;
  book.settled = run(book.symbol, book.settled, fills, payments);
  book.settled.closed = [];
  book.fills = book.fills.slice(fills.length);
  book.payments = book.payments.slice(payments.length);
  book.forgottenUntil = Math.max(book.forgottenUntil, remember(book.knownFills, fills));
  remember(book.knownPayments, payments);
  rebuild(book);
}

/** Adds to the known ids and returns the time of the newest one it had to forget, or -1. */
function remember(known: KnownId[], added: readonly { id: string; at: number }[]): number {
  known.push(...added.map((item): KnownId => [item.id, item.at]));
  const forgotten = known.splice(0, Math.max(0, known.length - LIMITS.knownIdsPerSymbol));
  return forgotten.reduce((newest, [, at]) => Math.max(newest, at), -1);
}

function isKnown(known: readonly KnownId[], id: string): boolean {
  return known.some(([knownId]) => knownId === id);
}

function rebuild(book: SymbolBook): void {
  book.current = run(book.symbol, book.settled, book.fills, book.payments);
}

function run(symbol: string, from: Ledger, fills: readonly BookFill[], payments: readonly Payment[]): Ledger {
  const ledger = structuredCopy(from);
  for (const fill of fills) apply(symbol, ledger, fill);
  attributePayments(ledger, payments);
  return ledger;
}

/** PI-04: a fill larger than the position closes it and opens the rest the other way round, as a new trade; the fee is split by quantity. */
function apply(symbol: string, ledger: Ledger, fill: BookFill): void {
  ledger.totals.feesUsd = plus(ledger.totals.feesUsd, fill.feeUsd);
  ledger.totals.exchangePnlUsd = plus(ledger.totals.exchangePnlUsd, fill.exchangePnlUsd);
  ledger.totals.fills += 1;
  const { open } = ledger;
  if (!open) start(symbol, ledger, fill);
  else if ((open.direction === "LONG") === (fill.side === "BUY")) addToTrade(open, fill);
  else close(symbol, ledger, open, fill);
}

function close(symbol: string, ledger: Ledger, open: Trade, fill: BookFill): void {
  const surplus = new Exact(fill.quantity).minus(open.quantity);
  const [closing, opening] = surplus.gt(0) ? split(fill, open.quantity) : [fill, null];
  ledger.totals.realisedPnlUsd = plus(ledger.totals.realisedPnlUsd, reduceTrade(open, closing));
  if (open.closedAt === null) return;
  ledger.closed.push(open);
  ledger.open = null;
  if (opening) start(symbol, ledger, opening);
}

function start(symbol: string, ledger: Ledger, fill: BookFill): void {
  const claimed = fill.leg === "ENTRY" && fill.tradeId !== "" && fill.tradeId !== ledger.lastTradeId;
  const tradeId = claimed ? fill.tradeId : orphanId(symbol, fill.id);
  ledger.open = openTrade(symbol, tradeId, fill);
  ledger.lastTradeId = tradeId;
}

function split(fill: BookFill, closingQuantity: string): [BookFill, BookFill] {
  const share = new Exact(fill.feeUsd).times(closingQuantity).div(fill.quantity).round(LIMITS.moneyPlaces);
  return [
    { ...fill, quantity: closingQuantity, feeUsd: text(share) },
    { ...fill, quantity: text(new Exact(fill.quantity).minus(closingQuantity)), feeUsd: text(new Exact(fill.feeUsd).minus(share)) },
  ];
}

/** The id of a trade nobody claims; the same fill always gives the same. */
export function orphanId(symbol: string, fillId: string): string {
  return `orphan-${deriveId(symbol, fillId)}`;
}

function emptyLedger(): Ledger {
  return {
    open: null,
    closed: [],
    lastTradeId: "",
    totals: { realisedPnlUsd: "0", exchangePnlUsd: "0", feesUsd: "0", fundingUsd: "0", fills: 0 },
  };
}

function structuredCopy(ledger: Ledger): Ledger {
  return {
    ...ledger,
    open: ledger.open && { ...ledger.open },
    closed: ledger.closed.map((trade) => ({ ...trade })),
    totals: { ...ledger.totals },
  };
}

/** Exchange ids are numbers as text: longer is later. */
function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
