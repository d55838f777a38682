import { ENGINE_LIMITS } from "./limits.ts";
import type { AlgoOrder } from "./order.ts";
import type { Exchange, Market } from "./state.ts";

/**
 * Remembers between which two prices nothing that rests can happen, so that a bar inside them costs nothing. To be called
 * after every change of what rests.
 */
export function refreshWatch(exchange: Exchange, market: Market): void {
  let below: number | null = null;
  let above: number | null = null;
  let always = false;
  for (const orderId of market.openOrderIds) {
    const order = exchange.orders[orderId - 1];
    if (!order) continue;
    if (order.side === "BUY") below = below === null ? order.limit : Math.max(below, order.limit);
    else above = above === null ? order.limit : Math.min(above, order.limit);
  }
  for (const algoId of market.openAlgoIds) {
    const algo = algoOf(exchange, algoId);
    if (!algo) continue;
    if (algo.type === "TRAILING_STOP_MARKET") always = true;
    else if (triggersBelow(algo)) below = below === null ? algo.trigger : Math.max(below, algo.trigger);
    else above = above === null ? algo.trigger : Math.min(above, algo.trigger);
  }
  market.watchBelow = below;
  market.watchAbove = above;
  market.watchAlways = always;
}

/** True for a conditional order that waits for the price to fall to its trigger. */
export function triggersBelow(algo: AlgoOrder): boolean {
  const stops = algo.type === "STOP" || algo.type === "STOP_MARKET" || algo.type === "TRAILING_STOP_MARKET";
  return stops === (algo.side === "SELL");
}

/** A conditional order by its id. */
export function algoOf(exchange: Exchange, algoId: number): AlgoOrder | undefined {
  return exchange.algos[algoId - ENGINE_LIMITS.algoIdBase - 1];
}
