import type { EventData, OrderLeg } from "@quantum/types";
import { releaseAhead } from "./addition-ahead.ts";
import { fillTrade, forgetTrades, settleTrade } from "./cleared-trades.ts";
import { LIMITS } from "./limits.ts";
import { Exact, enlarges } from "./rule.ts";
import type { Reservation, SafetyState } from "./state.ts";

/** A fill moves the position at once and uses up what was reserved for it. Each fill counts once. */
export function applyFill(state: SafetyState, { tradeId, leg, fill }: EventData<"order.filled">): void {
  const id = `${fill.symbol}:${fill.exchangeTradeId}`;
  if (state.seenFills.includes(id)) return;
  state.seenFills.push(id);
  state.seenFills.splice(0, Math.max(0, state.seenFills.length - LIMITS.fillMemory));
  move(state, fill.symbol, { quantity: fill.side === "BUY" ? fill.quantity : `-${fill.quantity}`, price: fill.price });
  let left = new Exact(fill.quantity);
  let ofEntry = new Exact(0);
  for (const reservation of reservationsOf(state, tradeId, leg)) {
    const used = left.lt(reservation.remaining) ? left : new Exact(reservation.remaining);
    reservation.remaining = new Exact(reservation.remaining).minus(used).toFixed();
    reservation.filled = new Exact(reservation.filled).plus(used).toFixed();
    left = left.minus(used);
    if (reservation.purpose === "ENTRY") ofEntry = ofEntry.plus(used);
  }
  fillTrade(state, tradeId, { leg, fill, ofEntry });
}

/** An order is carried out over several bars: what it reserved is kept for as long. */
export function applyWorking(state: SafetyState, { intentId, untilAt }: EventData<"order.working">): void {
  const reservation = state.reservations[intentId];
  if (reservation) reservation.workingUntil = untilAt;
}

/** The last word on an intent frees what it reserved. Of an entry that filled more than we saw, the rest counts as held. */
export function applySettled(state: SafetyState, { intentId, filledQuantity, outcome }: EventData<"order.settled">): void {
  const reservation = state.reservations[intentId];
  if (!reservation) return;
  const unseen = new Exact(filledQuantity).minus(reservation.filled);
  if (outcome !== "PROTECTED" && reservation.purpose === "PROTECT") releaseAhead(state, { tradeId: reservation.tradeId });
  settleTrade(state, reservation, { moved: outcome === "PROTECTED", unseen: unseen.gt(0) });
  if (enlarges(reservation) && unseen.gt(0)) {
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
  forgetTrades(state, new Set([...pending, ...theirs.keys()]));
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
  return Object.values(state.reservations).filter((reservation) => reservation.tradeId === tradeId && legOf(reservation) === leg);
}

/** The leg whose fills use an order up; null: nothing is filled for it. */
function legOf(reservation: Reservation): OrderLeg | null {
  if (reservation.purpose === "PROTECT") return null;
  return enlarges(reservation) ? "ENTRY" : "EXIT";
}
