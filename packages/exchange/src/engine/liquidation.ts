import Big from "big.js";
import { accountRisk, liquidationPriceOf } from "./account.ts";
import { bookTransfer } from "./booking.ts";
import type { Stretch } from "./candidates.ts";
import type { ExchangeEvent } from "./events.ts";
import type { Lane, SymbolBar } from "./lane.ts";
import { maintenanceUsd, tierFor } from "./margin-tiers.ts";
import { endOrder } from "./matching.ts";
import type { Order } from "./order.ts";
import { enterLiquidation } from "./place.ts";
import type { Exchange, Market } from "./state.ts";
import { algoOf } from "./watch.ts";

/** Fees and slippage assumed when asking whether a bar could lead to a liquidation: more than either ever is. */
const SAFETY_RATIO = 0.02;

/**
 * True when the account could be liquidated within these bars even if every position met its worst price and every waiting
 * order opened one more position: only then is the margin watched at every step.
 */
export function mayLiquidate(exchange: Exchange, bars: readonly SymbolBar[]): boolean {
  let spareUsd = 0;
  let exposed = false;
  for (const { symbol, bar, mark } of bars) {
    const market = exchange.markets[symbol] as Market;
    const waiting = market.openOrderIds.length + market.openAlgoIds.length;
    if (market.position.size === 0 && waiting === 0) continue;
    exposed = true;
    spareUsd -= worstCaseUsd(exchange, market, mark ? { low: Math.min(bar.low, mark.low), high: Math.max(bar.high, mark.high) } : bar);
  }
  if (!exposed) return false;
  const { equityUsd, maintenanceUsd } = accountRisk(exchange);
  return equityUsd - maintenanceUsd + spareUsd <= 0;
}

/** What a symbol could cost within its bar, in USD. */
function worstCaseUsd(exchange: Exchange, market: Market, range: { low: number; high: number }): number {
  const { size } = market.position;
  const adverse = size > 0 ? Math.max(0, market.markPrice - range.low) : Math.max(0, range.high - market.markPrice);
  const swing = Math.max(range.high, market.markPrice) - Math.min(range.low, market.markPrice);
  let waitingSize = 0;
  for (const orderId of market.openOrderIds) waitingSize += Number(exchange.orders[orderId - 1]?.quantity ?? 0);
  for (const algoId of market.openAlgoIds) waitingSize += Number(algoOf(exchange, algoId)?.quantity ?? 0);
  const ratio = tierFor(market.instrument, (Math.abs(size) + waitingSize) * Math.max(range.high, market.markPrice)).ratio + SAFETY_RATIO;
  return (
    Math.abs(size) * (adverse + swing * ratio) + waitingSize * (swing + range.high * ratio) + Math.abs(size) * range.high * SAFETY_RATIO
  );
}

/** Where on a stretch equity falls to the maintenance margin; null where it does not. */
export function liquidationAt(exchange: Exchange, lane: Lane, stretch: Stretch, done: number): number | null {
  const { size } = lane.market.position;
  if (size === 0) return null;
  const { equityUsd, maintenanceUsd } = accountRisk(exchange);
  if (equityUsd <= maintenanceUsd) return done;
  const price = liquidationPriceOf(exchange, lane.market);
  const { markFrom, markTo } = stretch;
  if (price === null || !(size > 0 ? markTo <= price : markTo >= price)) return null;
  return Math.max(done, Math.min(1, (price - markFrom) / (markTo - markFrom)));
}

/**
 * Liquidates: all plain orders are cancelled, then positions are closed, the largest maintenance margin first, until equity
 * is above the maintenance margin of what is left. A wallet below zero is made good by the insurance fund.
 */
export function liquidate(exchange: Exchange, lanes: ReadonlyMap<string, Lane>, at: number, events: ExchangeEvent[]): void {
  for (const symbol of exchange.symbols) {
    for (const orderId of [...(exchange.markets[symbol] as Market).openOrderIds]) {
      endOrder(exchange, exchange.orders[orderId - 1] as Order, { execution: "CANCELED", at }, events);
    }
  }
  for (const [index, market] of byMaintenance(exchange).entries()) {
    const { equityUsd, maintenanceUsd } = accountRisk(exchange);
    // The first is closed in any case: on the nearest tick equity may look a hair better than at the price that was reached.
    if (index > 0 && equityUsd > maintenanceUsd) break;
    const bar = lanes.get(market.instrument.symbol)?.bar;
    enterLiquidation(exchange, market, { price: market.lastPrice, at, ...(bar ? { low: bar.low, high: bar.high } : {}) }, events);
  }
  settleInsurance(exchange, at, events);
}

function byMaintenance(exchange: Exchange): Market[] {
  const maintenance = (market: Market) => maintenanceUsd(market.instrument, Math.abs(market.position.size) * market.markPrice);
  const held = exchange.symbols.map((symbol) => exchange.markets[symbol] as Market).filter((market) => market.position.size !== 0);
  return held.sort((a, b) => maintenance(b) - maintenance(a) || (a.instrument.symbol < b.instrument.symbol ? -1 : 1));
}

function settleInsurance(exchange: Exchange, at: number, events: ExchangeEvent[]): void {
  const wallet = new Big(exchange.walletUsd);
  const flat = exchange.symbols.every((symbol) => exchange.markets[symbol]?.position.size === 0);
  const first = exchange.markets[exchange.symbols[0] as string];
  if (flat && first && wallet.lt(0)) bookTransfer(exchange, first, { at, reason: "INSURANCE_CLEAR", amount: wallet.neg() }, events);
}
