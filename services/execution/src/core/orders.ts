import { isAlgo } from "@quantum/exchange/venue";
import { deriveId, type Effect } from "@quantum/types";
import type { CancelRequest, FindRequest, PlaceRequest } from "./calls.ts";
import { type Desk, say } from "./desk.ts";
import { fillsFrom } from "./fills.ts";
import { orderIdOf } from "./order-id.ts";
import { storeOrder } from "./order-row.ts";
import type { TrackedOrder } from "./state.ts";

/** What distinguishes an order from the others of its intent or trade. */
export type OrderSpecification = Pick<
  TrackedOrder,
  | "intentId"
  | "tradeId"
  | "leg"
  | "symbol"
  | "side"
  | "type"
  | "quantity"
  | "price"
  | "timeInForce"
  | "triggerPrice"
  | "reduceOnly"
  | "cycle"
> & {
  /** Tells apart several orders of the same leg, e.g. a stop that was placed again. */
  readonly attempt: number;
  readonly leverage: number | null;
};

/** Sends an order: into the books first, then to the exchange. The same cause gives the same client order id. */
export function submit(desk: Desk, specification: OrderSpecification): TrackedOrder {
  const { attempt, leverage, ...parts } = specification;
  const clientOrderId = orderIdOf(parts, attempt);
  const order: TrackedOrder = {
    clientOrderId,
    ...parts,
    status: "SUBMITTED",
    exchangeOrderId: null,
    filledQuantity: "0",
    filledCostUsd: "0",
    submittedAt: desk.input.at,
    asks: 0,
    resends: 0,
  };
  desk.state.orders[clientOrderId] = order;
  const { intentId, tradeId, leg, symbol, side, type, quantity, price, triggerPrice, reduceOnly } = order;
  say(
    desk,
    "order.submitted",
    { clientOrderId, intentId, tradeId, leg, symbol, side, type, quantity, price, ...patience(order), triggerPrice, reduceOnly },
    order.cycle,
  );
  storeOrder(desk, order, { status: "SUBMITTED" });
  send(desk, order, leverage);
  return order;
}

/** Hands an order to the exchange, for the first time or again under the same id. */
export function send(desk: Desk, order: TrackedOrder, leverage: number | null): void {
  const { clientOrderId, symbol, side, type, quantity, price, triggerPrice, reduceOnly } = order;
  const request: PlaceRequest = {
    order: { clientOrderId, symbol, side, type, quantity, price, ...patience(order), triggerPrice, reduceOnly },
    leverage,
    fillsAfter: fillsFrom(desk.state, symbol),
    siblings: triggerOrdersIn(desk, symbol),
  };
  desk.effects.push({ kind: "call", callId: deriveId("place", clientOrderId, order.resends), name: "place", request });
}

/** Takes an order off the exchange. */
export function cancel(desk: Desk, order: TrackedOrder): void {
  if (order.status === "CANCELLING") return;
  order.status = "CANCELLING";
  const request: CancelRequest = { symbol: order.symbol, clientOrderId: order.clientOrderId, algo: isAlgo(order.type) };
  desk.effects.push({ kind: "call", callId: deriveId("cancel", order.clientOrderId, desk.input.id), name: "cancel", request });
}

/** Asks for an order's fate after a pause. */
export function askAgain(desk: Desk, order: TrackedOrder): void {
  order.asks += 1;
  desk.effects.push({ kind: "wake", name: "ask", afterMs: desk.limits.askAgainMs, data: { clientOrderId: order.clientOrderId } });
}

/** The time has come to ask for an order's fate. */
export function ask(desk: Desk, clientOrderId: string): Effect | null {
  const order = desk.state.orders[clientOrderId];
  if (!order || order.status === "OPEN") return null;
  const request: FindRequest = {
    symbol: order.symbol,
    clientOrderId,
    algo: isAlgo(order.type),
    fillsAfter: fillsFrom(desk.state, order.symbol),
    ...(order.filledQuantity === "0" ? {} : { booked: order.filledQuantity }),
    siblings: triggerOrdersIn(desk, order.symbol),
  };
  return { kind: "call", callId: deriveId("find", clientOrderId, order.asks, desk.input.id), name: "find", request };
}

function patience({ timeInForce }: TrackedOrder): { timeInForce?: NonNullable<TrackedOrder["timeInForce"]> } {
  return timeInForce === null ? {} : { timeInForce };
}

function triggerOrdersIn(desk: Desk, symbol: string): string[] {
  return Object.values(desk.state.orders)
    .filter((order) => order.symbol === symbol && isAlgo(order.type))
    .map((order) => order.clientOrderId);
}
