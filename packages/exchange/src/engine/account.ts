import type { Decimal } from "@quantum/types";
import Big from "big.js";
import { maintenanceUsd, tierFor, tiersOf } from "./margin-tiers.ts";
import { isOpen } from "./order.ts";
import type { Exchange, Market } from "./state.ts";

/** One position as clients see it. */
export interface PositionView {
  readonly symbol: string;
  readonly quantity: Decimal;
  readonly entryPrice: Decimal;
  readonly markPrice: Decimal;
  readonly notionalUsd: Decimal;
  readonly unrealisedPnlUsd: Decimal;
  readonly initialMarginUsd: Decimal;
  readonly maintenanceMarginUsd: Decimal;
  /** "0" when no price would liquidate it. */
  readonly liquidationPrice: Decimal;
  readonly leverage: number;
  readonly updatedAt: number;
}

/** The account in floats, for margin checks. */
export interface AccountRisk {
  readonly equityUsd: number;
  readonly maintenanceUsd: number;
}

/** Equity and maintenance margin at the current mark prices. */
export function accountRisk(exchange: Exchange): AccountRisk {
  let equityUsd = Number(exchange.walletUsd);
  let maintenance = 0;
  for (const symbol of exchange.symbols) {
    const market = exchange.markets[symbol] as Market;
    const { size, cost } = market.position;
    if (size === 0) continue;
    equityUsd += unrealised(size, cost, market.markPrice);
    maintenance += maintenanceUsd(market.instrument, Math.abs(size) * market.markPrice);
  }
  return { equityUsd, maintenanceUsd: maintenance };
}

/** Unrealised P&L in floats. */
export function unrealised(size: number, cost: number, markPrice: number): number {
  return size > 0 ? size * markPrice - cost : size * markPrice + cost;
}

/** Unrealised P&L, exact. */
export function unrealisedExact(market: Market): Big {
  const { quantity, costUsd } = market.position;
  const quantityBig = new Big(quantity);
  if (quantityBig.eq(0)) return quantityBig;
  const value = quantityBig.times(market.markPrice);
  return quantityBig.gt(0) ? value.minus(costUsd) : value.plus(costUsd);
}

/** Wallet and unrealised P&L together, exact. */
export function equityOf(exchange: Exchange): Decimal {
  let equity = new Big(exchange.walletUsd);
  for (const symbol of exchange.symbols) equity = equity.plus(unrealisedExact(exchange.markets[symbol] as Market));
  return equity.toFixed();
}

/** Average entry price: cost / quantity, to 8 digits more than needed for prices; "0" when flat. */
export function entryPriceOf(market: Market): Decimal {
  const quantity = new Big(market.position.quantity).abs();
  return quantity.eq(0) ? "0" : new Big(market.position.costUsd).div(quantity).round(12).toFixed();
}

/** Margin a symbol binds: the larger of what its buys and what its sells could lead to, over its leverage. */
export function requiredMarginUsd(
  exchange: Exchange,
  market: Market,
  extra: { bidUsd: number; askUsd: number } = { bidUsd: 0, askUsd: 0 },
): number {
  let bidUsd = extra.bidUsd;
  let askUsd = extra.askUsd;
  for (const orderId of market.openOrderIds) {
    const order = exchange.orders[orderId - 1];
    if (!order || !isOpen(order) || order.reduceOnly) continue;
    const remainingUsd = (Number(order.quantity) - Number(order.executedQuantity)) * order.limit;
    if (order.side === "BUY") bidUsd += remainingUsd;
    else askUsd += remainingUsd;
  }
  const positionUsd = market.position.size * market.markPrice;
  return Math.max(Math.abs(positionUsd + bidUsd), Math.abs(positionUsd - askUsd)) / market.leverage;
}

/** Equity that is not bound by positions and resting orders; below zero after losses. */
export function availableUsd(exchange: Exchange): number {
  let available = accountRisk(exchange).equityUsd;
  for (const symbol of exchange.symbols) {
    const market = exchange.markets[symbol] as Market;
    if (market.position.size !== 0 || market.openOrderIds.length > 0) available -= requiredMarginUsd(exchange, market);
  }
  return available;
}

/** The mark price at which the account would be liquidated if only this symbol moved; null when no price would. */
export function liquidationPriceOf(exchange: Exchange, market: Market): number | null {
  const { size } = market.position;
  if (size === 0) return null;
  const held = Math.abs(size);
  const risk = accountRisk(exchange);
  const spareUsd = risk.equityUsd - risk.maintenanceUsd + maintenanceUsd(market.instrument, held * market.markPrice);
  const tiers = tiersOf(market.instrument);
  for (const [index, { floorUsd, capUsd, ratio, amountUsd }] of tiers.entries()) {
    // Equity less maintenance is one straight line within a tier, and continuous where tiers meet: it is zero in one of them at most.
    const price = (size * market.markPrice - spareUsd - amountUsd) / (size - held * ratio);
    const worth = held * price;
    const inside = worth > floorUsd && (capUsd === null || worth <= capUsd || index === tiers.length - 1);
    if (inside && Number.isFinite(price)) return price;
  }
  return null;
}

/** All open positions, or one symbol's (also when flat). */
export function positionView(exchange: Exchange, market: Market): PositionView {
  const { quantity, size, updatedAt } = market.position;
  const notional = new Big(quantity).times(market.markPrice);
  const liquidation = liquidationPriceOf(exchange, market);
  const tier = tierFor(market.instrument, Number(notional.abs()));
  return {
    symbol: market.instrument.symbol,
    quantity,
    entryPrice: entryPriceOf(market),
    markPrice: new Big(market.markPrice).toFixed(),
    notionalUsd: notional.toFixed(),
    unrealisedPnlUsd: unrealisedExact(market).toFixed(),
    initialMarginUsd: notional.abs().div(market.leverage).round(8).toFixed(),
    maintenanceMarginUsd: notional.abs().times(tier.ratio).minus(tier.amountUsd).round(8).toFixed(),
    liquidationPrice: size === 0 || liquidation === null ? "0" : liquidation.toFixed(market.priceDecimals),
    leverage: market.leverage,
    updatedAt,
  };
}
