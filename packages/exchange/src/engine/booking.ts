import type { Decimal } from "@quantum/types";
import Big from "big.js";
import { entryPriceOf, unrealisedExact } from "./account.ts";
import type { AccountEvent, ExchangeEvent } from "./events.ts";
import type { ExchangeFill, IncomeType, Order } from "./order.ts";
import type { Exchange, Market } from "./state.ts";

/** One trade to be booked. */
export interface Trade {
  readonly order: Order;
  readonly price: Decimal;
  readonly quantity: Decimal;
  readonly maker: boolean;
  readonly at: number;
  /** What is paid on top of the usual fee, as a share of notional (liquidations). */
  readonly extraFeeRatio?: Decimal;
}

/**
 * Books one trade: order, position, wallet, fee, income and events. Realised P&L is against the average entry: a part of the
 * cost goes out with each part of the position (to 8 digits), the rest with the last, so a round trip is exact.
 */
export function bookTrade(exchange: Exchange, market: Market, trade: Trade, events: ExchangeEvent[]): ExchangeFill {
  const { order, at } = trade;
  const price = new Big(trade.price);
  const quantity = new Big(trade.quantity);
  const quote = price.times(quantity);
  const feeRatio = new Big(trade.maker ? exchange.fees.makerRatio : exchange.fees.takerRatio).plus(trade.extraFeeRatio ?? "0");
  const fee = quote.times(feeRatio).round(8);
  const realised = movePosition(market, order.side === "BUY" ? quantity : quantity.neg(), price, at);
  const fill: ExchangeFill = {
    tradeId: exchange.fills.length + 1,
    orderId: order.orderId,
    clientOrderId: order.clientOrderId,
    symbol: order.symbol,
    side: order.side,
    price: trade.price,
    quantity: trade.quantity,
    quoteUsd: quote.toFixed(),
    feeUsd: fee.toFixed(),
    realisedPnlUsd: realised.toFixed(),
    maker: trade.maker,
    filledAt: at,
  };
  exchange.fills.push(fill);
  applyToOrder(order, quantity, quote, at);
  applyToWallet(exchange, market, fill, { realised, fee });
  events.push(accountEvent(exchange, market, { at, reason: "ORDER", changeUsd: realised.minus(fee).toFixed() }));
  const execution = order.originalType === "LIQUIDATION" ? "CALCULATED" : "TRADE";
  events.push({ kind: "order", at, execution, order: { ...order }, fill });
  return fill;
}

function applyToOrder(order: Order, quantity: Big, quote: Big, at: number): void {
  const executed = new Big(order.executedQuantity).plus(quantity);
  order.executedQuantity = executed.toFixed();
  order.executedUsd = new Big(order.executedUsd).plus(quote).toFixed();
  order.status = executed.gte(order.quantity) ? "FILLED" : "PARTIALLY_FILLED";
  order.updatedAt = at;
}

function applyToWallet(exchange: Exchange, market: Market, fill: ExchangeFill, amounts: { realised: Big; fee: Big }): void {
  const { realised, fee } = amounts;
  exchange.walletUsd = new Big(exchange.walletUsd).plus(realised).minus(fee).toFixed();
  exchange.totals.realisedPnlUsd = new Big(exchange.totals.realisedPnlUsd).plus(realised).toFixed();
  exchange.totals.feesUsd = new Big(exchange.totals.feesUsd).plus(fee).toFixed();
  const entry = { symbol: market.instrument.symbol, tradeId: fill.tradeId, at: fill.filledAt };
  if (!realised.eq(0)) recordIncome(exchange, { ...entry, type: "REALIZED_PNL", amountUsd: realised.toFixed() });
  if (!fee.eq(0)) recordIncome(exchange, { ...entry, type: "COMMISSION", amountUsd: fee.neg().toFixed() });
}

/** Adds a signed quantity at a price to the position; answers the realised P&L. */
function movePosition(market: Market, change: Big, price: Big, at: number): Big {
  const { position } = market;
  const held = new Big(position.quantity);
  const cost = new Big(position.costUsd);
  const opens = held.eq(0) || held.gt(0) === change.gt(0);
  const closing = opens ? new Big(0) : change.abs().gt(held.abs()) ? held.abs() : change.abs();
  const opening = change.abs().minus(closing);
  const costOut = closing.eq(0) ? new Big(0) : closing.eq(held.abs()) ? cost : cost.times(closing).div(held.abs()).round(8);
  const value = closing.times(price);
  const realised = held.gt(0) ? value.minus(costOut) : costOut.minus(value);
  const quantity = held.plus(change);
  position.quantity = quantity.toFixed();
  position.costUsd = cost.minus(costOut).plus(opening.times(price)).toFixed();
  position.size = Number(position.quantity);
  position.cost = Number(position.costUsd);
  position.updatedAt = at;
  return closing.eq(0) ? new Big(0) : realised;
}

/** Pays or receives an amount that is no trade (funding, insurance). */
export function bookTransfer(
  exchange: Exchange,
  market: Market,
  transfer: { at: number; reason: "FUNDING_FEE" | "INSURANCE_CLEAR"; amount: Big },
  events: ExchangeEvent[],
): void {
  const amountUsd = transfer.amount.toFixed();
  const total = transfer.reason === "FUNDING_FEE" ? "fundingUsd" : "insuranceUsd";
  exchange.walletUsd = new Big(exchange.walletUsd).plus(amountUsd).toFixed();
  exchange.totals[total] = new Big(exchange.totals[total]).plus(amountUsd).toFixed();
  recordIncome(exchange, { symbol: market.instrument.symbol, type: transfer.reason, amountUsd, tradeId: 0, at: transfer.at });
  events.push(accountEvent(exchange, market, { at: transfer.at, reason: transfer.reason, changeUsd: amountUsd }));
}

function recordIncome(
  exchange: Exchange,
  entry: { symbol: string; type: IncomeType; amountUsd: Decimal; tradeId: number; at: number },
): void {
  exchange.income.push({ transactionId: exchange.income.length + 1, ...entry });
}

function accountEvent(exchange: Exchange, market: Market, change: Pick<AccountEvent, "at" | "reason" | "changeUsd">): AccountEvent {
  return {
    kind: "account",
    ...change,
    walletUsd: exchange.walletUsd,
    symbol: market.instrument.symbol,
    quantity: market.position.quantity,
    entryPrice: entryPriceOf(market),
    unrealisedPnlUsd: unrealisedExact(market).toFixed(),
  };
}
