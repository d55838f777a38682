import type { OrderDetail } from "@quantum/exchange/venue";
import { emit, type Fill } from "@quantum/types";
import Big from "big.js";
import type { FillsFrom } from "./calls.ts";
import type { Desk } from "./desk.ts";
import { openTrade } from "./open-trade.ts";
import { isOurs } from "./order-id.ts";
import { storeOther } from "./order-row.ts";
import type { ExecutionState, TrackedOrder } from "./state.ts";

/** Which leg of a trade carries an intent out. What moves a stop has none. */
export const LEG_OF = { ENTRY: "ENTRY", ADD: "ENTRY", EXIT: "EXIT", PROTECT: null } as const;

/** Fills of which some may belong to orders that are not ours; what those are, as far as it was asked. */
export interface FoundFills {
  readonly fills: readonly Fill[];
  readonly asked?: readonly OrderDetail[];
}

/** Books fills in the exchange's own order; one that was booked before is passed over, so asking twice changes nothing. */
export function bookFills(desk: Desk, { fills, asked = [] }: FoundFills): void {
  const others = new Map(asked.filter(({ clientOrderId }) => !isOurs(clientOrderId)).map((order) => [order.clientOrderId, order]));
  for (const fill of [...fills].sort((a, b) => a.filledAt - b.filledAt || compareIds(a.exchangeTradeId, b.exchangeTradeId)))
    bookFill(desk, fill, others.get(fill.clientOrderId));
}

function bookFill(desk: Desk, fill: Fill, other: OrderDetail | undefined): void {
  const { state } = desk;
  const cursor = state.cursors[fill.symbol];
  if (cursor !== undefined && compareIds(fill.exchangeTradeId, cursor) <= 0) return;
  state.cursors[fill.symbol] = fill.exchangeTradeId;
  const signed = new Big(fill.quantity).times(fill.side === "BUY" ? 1 : -1);
  state.positions[fill.symbol] = new Big(state.positions[fill.symbol] ?? "0").plus(signed).toFixed();
  const order = state.orders[fill.clientOrderId];
  if (order) {
    beginTrade(state, order);
    addToOrder(state, order, fill);
  }
  const tradeId = order?.tradeId ?? onlyTradeIn(state, fill.symbol) ?? "";
  const leg = order?.leg ?? "UNKNOWN";
  const trade = state.trades[tradeId];
  if (other) storeOther(desk, other, { tradeId, filledAt: fill.filledAt });
  if (trade) {
    trade.quantity = new Big(trade.quantity).plus(signed).toFixed();
    trade.ahead = false;
  }
  desk.effects.push(emit("order.filled", { tradeId, leg, fill }, order?.cycle ?? undefined));
  desk.effects.push({
    kind: "store",
    table: "fills",
    key: `${fill.symbol}:${fill.exchangeTradeId}`,
    row: {
      at: fill.filledAt,
      client_order_id: fill.clientOrderId,
      trade_id: tradeId,
      leg,
      symbol: fill.symbol,
      side: fill.side,
      quantity: fill.quantity,
      price: fill.price,
      fee_usd: fill.feeUsd,
      realised_pnl_usd: fill.realisedPnlUsd,
      maker: fill.maker,
      exchange_trade_id: fill.exchangeTradeId,
    },
  });
}

/** A trade begins with its first fill: what closes it can be told in the same answer. */
function beginTrade(state: ExecutionState, { intentId, tradeId, leg }: TrackedOrder): void {
  const active = state.intents[intentId];
  if (active && leg === "ENTRY" && !state.trades[tradeId]) openTrade(state, active);
}

function addToOrder(state: ExecutionState, order: TrackedOrder, fill: Fill): void {
  const cost = new Big(fill.quantity).times(fill.price);
  order.filledQuantity = new Big(order.filledQuantity).plus(fill.quantity).toFixed();
  order.filledCostUsd = new Big(order.filledCostUsd).plus(cost).toFixed();
  const active = state.intents[order.intentId];
  if (active && order.leg === LEG_OF[active.intent.purpose]) {
    active.filledQuantity = new Big(active.filledQuantity).plus(fill.quantity).toFixed();
    active.filledCostUsd = new Big(active.filledCostUsd).plus(cost).toFixed();
  }
}

/** A fill of no order of ours (a liquidation, say) belongs to the one trade in its symbol that holds something, if there is just one. */
function onlyTradeIn(state: ExecutionState, symbol: string): string | undefined {
  const trades = Object.values(state.trades).filter((trade) => trade.symbol === symbol && trade.quantity !== "0");
  return trades.length === 1 ? trades[0]?.tradeId : undefined;
}

/** From where on fills of a symbol have to be asked for. */
export function fillsFrom(state: ExecutionState, symbol: string): FillsFrom {
  const tradeId = state.cursors[symbol];
  return tradeId === undefined ? { since: state.bookingSince ?? 0 } : { tradeId };
}

/** Exchange trade ids are growing whole numbers of any length. */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
