import Big from "big.js";
import type { Desk } from "./desk.ts";
import { cancel, submit } from "./orders.ts";
import type { ActiveIntent, OpenTrade, TrackedOrder } from "./state.ts";

/** Opens a trade on what an entry filled and places what protects it. The stop goes first. */
export function openTrade(desk: Desk, active: ActiveIntent): OpenTrade {
  const { intent } = active;
  const sign = intent.side === "BUY" ? 1 : -1;
  const trade: OpenTrade = {
    tradeId: intent.tradeId,
    intentId: intent.intentId,
    symbol: intent.symbol,
    quantity: new Big(active.filledQuantity).times(sign).toFixed(),
    stopPrice: intent.stopPrice as string,
    takeProfitPrice: intent.takeProfitPrice,
    stopOrderId: null,
    takeProfitOrderId: null,
    placed: 0,
  };
  desk.state.trades[trade.tradeId] = trade;
  placeStop(desk, trade, active.cycle);
  if (trade.takeProfitPrice !== null) placeTakeProfit(desk, trade, active.cycle);
  return trade;
}

/** Places the stop-loss of a trade for all it holds. */
export function placeStop(desk: Desk, trade: OpenTrade, cycle: number | null): void {
  trade.stopOrderId = guard(desk, trade, { leg: "STOP", type: "STOP_MARKET", triggerPrice: trade.stopPrice, cycle }).clientOrderId;
}

function placeTakeProfit(desk: Desk, trade: OpenTrade, cycle: number | null): void {
  trade.takeProfitOrderId = guard(desk, trade, {
    leg: "TAKE_PROFIT",
    type: "TAKE_PROFIT_MARKET",
    triggerPrice: trade.takeProfitPrice as string,
    cycle,
  }).clientOrderId;
}

/** Closes what is left of a trade at market, whatever it costs: it could not be protected. */
export function unwind(desk: Desk, trade: OpenTrade, cycle: number | null): TrackedOrder {
  trade.placed += 1;
  return submit(desk, {
    ...sides(trade),
    leg: "EXIT",
    type: "MARKET",
    price: null,
    triggerPrice: null,
    cycle,
    attempt: trade.placed,
    leverage: null,
  });
}

/** Once a trade is flat, what protected it is taken off the exchange; once that is gone too, the trade is forgotten. */
export function tidy(desk: Desk, trade: OpenTrade): void {
  if (trade.quantity !== "0") return;
  const protecting = [trade.stopOrderId, trade.takeProfitOrderId]
    .map((id) => (id === null ? undefined : desk.state.orders[id]))
    .filter((order) => order !== undefined);
  for (const order of protecting) if (order.status === "OPEN") cancel(desk, order);
  if (protecting.length === 0) delete desk.state.trades[trade.tradeId];
}

function guard(
  desk: Desk,
  trade: OpenTrade,
  parts: { leg: "STOP" | "TAKE_PROFIT"; type: "STOP_MARKET" | "TAKE_PROFIT_MARKET"; triggerPrice: string; cycle: number | null },
): TrackedOrder {
  trade.placed += 1;
  return submit(desk, { ...sides(trade), ...parts, price: null, attempt: trade.placed, leverage: null });
}

function sides(trade: OpenTrade): {
  intentId: string;
  tradeId: string;
  symbol: string;
  side: "BUY" | "SELL";
  quantity: string;
  reduceOnly: true;
} {
  const quantity = new Big(trade.quantity);
  return {
    intentId: trade.intentId,
    tradeId: trade.tradeId,
    symbol: trade.symbol,
    side: quantity.gt(0) ? "SELL" : "BUY",
    quantity: quantity.abs().toFixed(),
    reduceOnly: true,
  };
}
