import {
  type AlgoReference,
  type AlgoRequest,
  advance,
  amend,
  cancel,
  cancelAlgo,
  cancelAll,
  cancelAllAlgos,
  countdownCancelAll,
  type Exchange,
  type ExchangeEvent,
  type OrderReference,
  type OrderRequest,
  type Outcome,
  place,
  placeAlgo,
  setLeverage,
} from "@quantum/exchange/engine";
import type { Decimal } from "@quantum/types";
import type { Tape } from "../market/tape.ts";

/** Everything that can change the exchange. Plain JSON: this is what the journal holds. */
export type Command =
  | { readonly kind: "place"; readonly request: OrderRequest }
  | { readonly kind: "cancel"; readonly reference: OrderReference }
  | { readonly kind: "cancelAll"; readonly symbol: string }
  | { readonly kind: "amend"; readonly reference: OrderReference; readonly quantity: Decimal; readonly price: Decimal }
  | { readonly kind: "placeAlgo"; readonly request: AlgoRequest }
  | { readonly kind: "cancelAlgo"; readonly reference: AlgoReference }
  | { readonly kind: "cancelAllAlgos"; readonly symbol: string }
  | { readonly kind: "countdown"; readonly symbol: string; readonly countdownMs: number }
  | { readonly kind: "leverage"; readonly symbol: string; readonly leverage: number }
  | { readonly kind: "advance"; readonly to: number };

/** What a command led to: the id of the order it was about (0: none) and all events, in order. */
export interface Effect {
  readonly id: number;
  readonly events: readonly ExchangeEvent[];
}

/** Applies one command. The same commands on the same tape give the same exchange. */
export function applyCommand(exchange: Exchange, tape: Tape, command: Command): Outcome<Effect> {
  switch (command.kind) {
    case "place":
      return about(place(exchange, command.request), (value) => value.order.orderId);
    case "cancel":
      return about(cancel(exchange, command.reference), (value) => value.order.orderId);
    case "amend":
      return about(
        amend(exchange, command.reference, { quantity: command.quantity, price: command.price }),
        (value) => value.order.orderId,
      );
    case "placeAlgo":
      return about(placeAlgo(exchange, command.request), (value) => value.algo.algoId);
    case "cancelAlgo":
      return about(cancelAlgo(exchange, command.reference), (value) => value.algo.algoId);
    case "cancelAll":
      return plain(cancelAll(exchange, command.symbol));
    case "cancelAllAlgos":
      return plain(cancelAllAlgos(exchange, command.symbol));
    case "countdown":
      return plain(countdownCancelAll(exchange, command.symbol, command.countdownMs));
    case "leverage":
      return plain(setLeverage(exchange, command.symbol, command.leverage));
    case "advance":
      return { accepted: true, value: { id: 0, events: playBar(exchange, tape, command.to) } };
  }
}

/** Plays the bars that close at `closeAt` and the funding that falls due since the last close. */
export function playBar(exchange: Exchange, tape: Tape, closeAt: number): ExchangeEvent[] {
  const bars = tape.symbols.flatMap((symbol) => {
    const bar = tape.barClosingAt(symbol, closeAt);
    return bar === undefined ? [] : [{ symbol, bar }];
  });
  const funding = tape.symbols.flatMap((symbol) =>
    tape.fundingBetween(symbol, exchange.marketAt, closeAt).map((rate) => ({ symbol, ratio: rate.ratio })),
  );
  return advance(exchange, { closeAt, bars, funding });
}

function about<T extends { readonly events: readonly ExchangeEvent[] }>(outcome: Outcome<T>, id: (value: T) => number): Outcome<Effect> {
  return outcome.accepted ? { accepted: true, value: { id: id(outcome.value), events: outcome.value.events } } : outcome;
}

function plain(outcome: Outcome<ExchangeEvent[]>): Outcome<Effect> {
  return outcome.accepted ? { accepted: true, value: { id: 0, events: outcome.value } } : outcome;
}
