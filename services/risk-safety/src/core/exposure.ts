import type { Intent } from "@quantum/types";
import { type Case, Exact, enlarges, lastPriceOf } from "./rule.ts";
import type { Reservation, SafetyState } from "./state.ts";

/** What an order is worth at the highest price it could mean: its limit, its reference or the last known price. */
export function orderNotional({ intent, state }: Case): Exact {
  return orderPrice(intent, state).times(intent.quantity);
}

/** The highest of an order's limit, its reference and the last known price. */
export function orderPrice(intent: Intent, state: Readonly<SafetyState>): Exact {
  const last = lastPriceOf(state, intent.symbol);
  return highest([last, new Exact(intent.referencePrice), ...(intent.price === null ? [] : [new Exact(intent.price)])]);
}

/** What a symbol is worth now: its position and every entry cleared and not ended, as if all were filled, whatever their side. */
export function symbolNotional(state: Readonly<SafetyState>, symbol: string): Exact {
  const position = state.positions[symbol];
  const held = position ? new Exact(position.quantity).abs().times(priceOfHeld(state, symbol, position.markPrice)) : new Exact(0);
  return pendingEntries(state, symbol).reduce((sum, entry) => sum.plus(worthOf(state, entry)), held);
}

/** What all symbols are worth now, pending entries included. */
export function totalNotional(state: Readonly<SafetyState>): Exact {
  return exposedSymbols(state).reduce((sum, symbol) => sum.plus(symbolNotional(state, symbol)), new Exact(0));
}

/** Symbols with a position or a pending entry. */
export function exposedSymbols(state: Readonly<SafetyState>): string[] {
  const held = Object.entries(state.positions).flatMap(([symbol, { quantity }]) => (new Exact(quantity).eq(0) ? [] : [symbol]));
  const pending = Object.values(state.reservations).filter(enlarges);
  return [...new Set([...held, ...pending.map((entry) => entry.symbol)])];
}

function pendingEntries(state: Readonly<SafetyState>, symbol: string): Reservation[] {
  return Object.values(state.reservations).filter((entry) => enlarges(entry) && entry.symbol === symbol);
}

function worthOf(state: Readonly<SafetyState>, entry: Reservation): Exact {
  return highest([new Exact(entry.price), priceOfHeld(state, entry.symbol, entry.price)]).times(entry.remaining);
}

function priceOfHeld(state: Readonly<SafetyState>, symbol: string, otherwise: string): Exact {
  return new Exact(state.prices[symbol]?.price ?? otherwise);
}

function highest(prices: readonly Exact[]): Exact {
  return prices.reduce((top, price) => (price.gt(top) ? price : top));
}
