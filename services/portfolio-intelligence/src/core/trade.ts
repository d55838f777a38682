import type { Direction, OrderLeg, Side } from "@quantum/types";
import { LIMITS } from "./limits.ts";
import { Exact, plus, text } from "./money.ts";

/** One fill as the ledger keeps it while it may still be re-ordered. */
export interface BookFill {
  id: string;
  at: number;
  orderId: string;
  /** The intent behind the order; the order itself when nobody told. */
  origin: string;
  tradeId: string;
  leg: OrderLeg;
  side: Side;
  quantity: string;
  price: string;
  feeUsd: string;
  exchangePnlUsd: string;
}

/** A trade: everything between flat and flat in one symbol. Quantities are unsigned, amounts exact. */
export interface Trade {
  tradeId: string;
  symbol: string;
  direction: Direction;
  /** What is open now and what it cost: the basis of average-cost accounting. */
  quantity: string;
  costUsd: string;
  peakQuantity: string;
  entryQuantity: string;
  entryValueUsd: string;
  exitQuantity: string;
  exitValueUsd: string;
  /** The intent that opened the trade and what it bought, in however many orders: the base of the initial risk. */
  opening: string;
  initialQuantity: string;
  initialValueUsd: string;
  grossPnlUsd: string;
  feesUsd: string;
  fundingUsd: string;
  highestFill: number;
  lowestFill: number;
  openedAt: number;
  closedAt: number | null;
  lastLeg: OrderLeg;
  lastOrderId: string;
}

/** PI-01: a fill on the side of the position adds to its cost; nothing is realised. */
export function addToTrade(trade: Trade, fill: BookFill): void {
  const value = text(new Exact(fill.price).times(fill.quantity));
  trade.quantity = plus(trade.quantity, fill.quantity);
  trade.costUsd = plus(trade.costUsd, value);
  trade.entryQuantity = plus(trade.entryQuantity, fill.quantity);
  trade.entryValueUsd = plus(trade.entryValueUsd, value);
  if (new Exact(trade.quantity).gt(trade.peakQuantity)) trade.peakQuantity = trade.quantity;
  if (fill.origin === trade.opening) {
    trade.initialQuantity = plus(trade.initialQuantity, fill.quantity);
    trade.initialValueUsd = plus(trade.initialValueUsd, value);
  }
  touch(trade, fill);
}

/**
 * PI-02: a fill against the position realises its price against the average cost. The cost of a part is rounded to the cent's
 * millionth and the rest stays with the rest, so that a round trip adds up exactly. Returns what was realised.
 */
export function reduceTrade(trade: Trade, fill: BookFill): string {
  const quantity = new Exact(fill.quantity);
  const closes = quantity.eq(trade.quantity);
  const cost = closes ? new Exact(trade.costUsd) : new Exact(trade.costUsd).times(quantity).div(trade.quantity).round(LIMITS.moneyPlaces);
  const value = quantity.times(fill.price);
  const realised = text(trade.direction === "LONG" ? value.minus(cost) : cost.minus(value));
  trade.quantity = text(new Exact(trade.quantity).minus(quantity));
  trade.costUsd = text(new Exact(trade.costUsd).minus(cost));
  trade.exitQuantity = plus(trade.exitQuantity, fill.quantity);
  trade.exitValueUsd = plus(trade.exitValueUsd, text(value));
  trade.grossPnlUsd = plus(trade.grossPnlUsd, realised);
  if (closes) trade.closedAt = fill.at;
  touch(trade, fill);
  return realised;
}

/** A trade of nothing yet, to be filled by its opening fill. */
export function openTrade(symbol: string, tradeId: string, fill: BookFill): Trade {
  const price = Number(fill.price);
  const trade: Trade = {
    tradeId,
    symbol,
    direction: fill.side === "BUY" ? "LONG" : "SHORT",
    quantity: "0",
    costUsd: "0",
    peakQuantity: "0",
    entryQuantity: "0",
    entryValueUsd: "0",
    exitQuantity: "0",
    exitValueUsd: "0",
    opening: fill.origin,
    initialQuantity: "0",
    initialValueUsd: "0",
    grossPnlUsd: "0",
    feesUsd: "0",
    fundingUsd: "0",
    highestFill: price,
    lowestFill: price,
    openedAt: fill.at,
    closedAt: null,
    lastLeg: fill.leg,
    lastOrderId: fill.orderId,
  };
  addToTrade(trade, fill);
  return trade;
}

function touch(trade: Trade, fill: BookFill): void {
  trade.feesUsd = plus(trade.feesUsd, fill.feeUsd);
  trade.highestFill = Math.max(trade.highestFill, Number(fill.price));
  trade.lowestFill = Math.min(trade.lowestFill, Number(fill.price));
  trade.lastLeg = fill.leg;
  trade.lastOrderId = fill.orderId;
}

/** Net profit of a trade so far: realised, less fees, with funding. */
export function netPnlUsd(trade: Trade): string {
  return text(new Exact(trade.grossPnlUsd).minus(trade.feesUsd).plus(trade.fundingUsd));
}

/** Average price paid to enter. */
export function entryPriceOf(trade: Trade): string {
  return average(trade.entryValueUsd, trade.entryQuantity);
}

/** Average price of what is still open. */
export function openPriceOf(trade: Trade): string {
  return average(trade.costUsd, trade.quantity);
}

/** Average price at which it was left; null while nothing was. */
export function exitPriceOf(trade: Trade): string | null {
  return trade.exitQuantity === "0" ? null : average(trade.exitValueUsd, trade.exitQuantity);
}

/** Quantity with its sign: negative is short. */
export function signedQuantity(trade: Trade | null): string {
  if (!trade || trade.closedAt !== null) return "0";
  return trade.direction === "LONG" ? trade.quantity : text(new Exact(trade.quantity).neg());
}

function average(valueUsd: string, quantity: string): string {
  return text(new Exact(valueUsd).div(quantity).round(LIMITS.pricePlaces));
}
