import type { Fill, Intent, OrderLeg } from "@quantum/types";
import { Exact } from "./rule.ts";
import type { ClearedTrade, Reservation, SafetyState } from "./state.ts";

/** An entry that was cleared begins a trade: its stop is the first one. */
export function beginTrade(state: SafetyState, { tradeId, symbol, side, stopPrice }: Intent): void {
  if (stopPrice === null || Object.hasOwn(state.trades, tradeId)) return;
  const nothing = { initialQuantity: "0", initialValueUsd: "0", quantity: "0", costUsd: "0" };
  state.trades[tradeId] = { symbol, side, initialStop: stopPrice, stop: stopPrice, ...nothing, sure: true };
}

/** A fill makes a trade larger or smaller; `ofEntry`: how much of it belongs to its entry. A trade that is flat is over. */
export function fillTrade(state: SafetyState, tradeId: string, by: { leg: OrderLeg; fill: Fill; ofEntry: Exact }): void {
  const trade = state.trades[tradeId];
  if (trade === undefined) return;
  const { quantity, price } = by.fill;
  if (by.leg === "ENTRY") {
    trade.quantity = sum(trade.quantity, quantity);
    trade.costUsd = sum(trade.costUsd, new Exact(price).times(quantity));
    trade.initialQuantity = sum(trade.initialQuantity, by.ofEntry);
    trade.initialValueUsd = sum(trade.initialValueUsd, by.ofEntry.times(price));
    return;
  }
  const left = new Exact(trade.quantity).minus(quantity);
  if (left.gt(0)) {
    trade.costUsd = new Exact(trade.costUsd).times(left).div(trade.quantity).toFixed();
    trade.quantity = left.toFixed();
  } else delete state.trades[tradeId];
}

/** An order ended: a stop that was moved is the one that rests; fills of it that were not seen leave the trade in doubt. */
export function settleTrade(state: SafetyState, { tradeId, stopPrice }: Reservation, by: { moved: boolean; unseen: boolean }): void {
  const trade = state.trades[tradeId];
  if (trade === undefined) return;
  if (by.moved && stopPrice !== null) trade.stop = stopPrice;
  if (by.unseen) trade.sure = false;
}

/** Trades of symbols without a position and without an order on its way are over. */
export function forgetTrades(state: SafetyState, alive: ReadonlySet<string>): void {
  for (const [tradeId, { symbol }] of Object.entries(state.trades)) if (!alive.has(symbol)) delete state.trades[tradeId];
}

/** What is lost when this stop is hit, price against price; negative: won. */
export function lossAt({ side, quantity, costUsd }: Pick<ClearedTrade, "side" | "quantity" | "costUsd">, stop: Exact): Exact {
  const long = new Exact(costUsd).minus(stop.times(quantity));
  return side === "BUY" ? long : long.neg();
}

/** What was risked at first: what its entry bought, against its first stop. */
export function initialRiskOf({ side, initialStop, initialQuantity, initialValueUsd }: ClearedTrade): Exact {
  return lossAt({ side, quantity: initialQuantity, costUsd: initialValueUsd }, new Exact(initialStop));
}

function sum(a: string, b: Exact | string): string {
  return new Exact(a).plus(b).toFixed();
}
