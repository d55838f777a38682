import type { EventData, FleetEvent } from "@quantum/types";
import { LIMITS } from "./limits.ts";
import { Exact } from "./rule.ts";
import type { Reservation, SafetyState } from "./state.ts";

/** A fill moves the position at once and uses up what was reserved for it. Each fill counts once. */
export function applyFill(state: SafetyState, { tradeId, leg, fill }: EventData<"order.filled">): void {
  const id = `${fill.symbol}:${fill.exchangeTradeId}`;
  if (state.seenFills.includes(id)) return;
  state.seenFills.push(id);
  state.seenFills.splice(0, Math.max(0, state.seenFills.length - LIMITS.fillMemory));
  move(state, fill.symbol, { quantity: fill.side === "BUY" ? fill.quantity : `-${fill.quantity}`, price: fill.price });
  let left = new Exact(fill.quantity);
  for (const reservation of reservationsOf(state, tradeId, leg)) {
    const used = left.lt(reservation.remaining) ? left : new Exact(reservation.remaining);
    reservation.remaining = new Exact(reservation.remaining).minus(used).toFixed();
    reservation.filled = new Exact(reservation.filled).plus(used).toFixed();
    left = left.minus(used);
  }
}

/** The last word on an intent frees what it reserved. Of an entry that filled more than we saw, the rest counts as held. */
export function applySettled(state: SafetyState, { intentId, filledQuantity }: FleetEvent<"order.settled">["data"]): void {
  const reservation = state.reservations[intentId];
  if (!reservation) return;
  const unseen = new Exact(filledQuantity).minus(reservation.filled);
  if (reservation.purpose === "ENTRY" && unseen.gt(0)) {
    move(state, reservation.symbol, {
      quantity: reservation.side === "BUY" ? unseen.toFixed() : unseen.neg().toFixed(),
      price: reservation.price,
    });
  }
  delete state.reservations[intentId];
}

/**
 * The exchange's word on all positions. Where an order is still on its way the larger of its word and ours stands: its snapshot may be older
 * than a fill we already took off the reservation.
 */
export function applyAccount(state: SafetyState, positions: EventData<"account.synced">["positions"]): void {
  const pending = new Set(Object.values(state.reservations).map((reservation) => reservation.symbol));
  const theirs = new Map(positions.map((position) => [position.symbol, position]));
  for (const symbol of Object.keys(state.positions)) {
    if (!theirs.has(symbol) && !pending.has(symbol)) delete state.positions[symbol];
  }
  for (const { symbol, quantity, markPrice } of positions) {
    const ours = new Exact(state.positions[symbol]?.quantity ?? "0");
    const keep = pending.has(symbol) && ours.abs().gt(new Exact(quantity).abs());
    state.positions[symbol] = { quantity: keep ? ours.toFixed() : quantity, markPrice };
  }
}

function move(state: SafetyState, symbol: string, by: { quantity: string; price: string }): void {
  const held = state.positions[symbol];
  const quantity = new Exact(held?.quantity ?? "0").plus(by.quantity);
  state.positions[symbol] = { quantity: quantity.toFixed(), markPrice: by.price };
}

function reservationsOf(state: SafetyState, tradeId: string, leg: EventData<"order.filled">["leg"]): Reservation[] {
  return Object.values(state.reservations).filter((reservation) => reservation.tradeId === tradeId && reservation.purpose === leg);
}
