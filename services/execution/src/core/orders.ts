import { isAlgo, type OrderReport } from "@quantum/exchange/venue";
import { type CallAnswered, deriveId, type Effect, type ReasonCode } from "@quantum/types";
import type { CancelRequest, FindRequest, OrderAnswer, PlaceRequest } from "./calls.ts";
import { fresh } from "./comparator.ts";
import { type Desk, identity, say } from "./desk.ts";
import { bookFills, fillsFrom } from "./fills.ts";
import { storeOrder } from "./order-row.ts";
import type { TrackedOrder } from "./state.ts";

/** What distinguishes an order from the others of its intent or trade. */
export type OrderSpecification = Pick<
  TrackedOrder,
  "intentId" | "tradeId" | "leg" | "symbol" | "side" | "type" | "quantity" | "price" | "triggerPrice" | "reduceOnly" | "cycle"
> & {
  /** Tells apart several orders of the same leg, e.g. a stop that was placed again. */
  readonly attempt: number;
  readonly leverage: number | null;
};

/** First letters of our client order ids: who sent it, and which leg it is. */
const LEG_LETTER = { ENTRY: "e", EXIT: "x", STOP: "s", TAKE_PROFIT: "t" } as const;

/** Sends an order: into the books first, then to the exchange. The same cause gives the same client order id. */
export function submit(desk: Desk, specification: OrderSpecification): TrackedOrder {
  const { attempt, leverage, ...parts } = specification;
  const clientOrderId = `qt${LEG_LETTER[parts.leg]}-${deriveId(parts.intentId, parts.tradeId, parts.leg, attempt)}`;
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
    { clientOrderId, intentId, tradeId, leg, symbol, side, type, quantity, price, triggerPrice, reduceOnly },
    order.cycle,
  );
  storeOrder(desk, order, { status: "SUBMITTED" });
  send(desk, order, leverage);
  return order;
}

function send(desk: Desk, order: TrackedOrder, leverage: number | null): void {
  const { clientOrderId, symbol, side, type, quantity, price, triggerPrice, reduceOnly } = order;
  const request: PlaceRequest = {
    order: { clientOrderId, symbol, side, type, quantity, price, triggerPrice, reduceOnly },
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

/** An order that has come to its end, and how. */
export interface Ended {
  readonly order: TrackedOrder;
  readonly how: "FILLED" | "CANCELLED" | "EXPIRED" | "REJECTED";
  readonly code: ReasonCode | null;
  readonly reason: string;
}

/** The answer to `place` or `find`. Returns the order when this was its end, null while it rests or is being asked for. */
export function orderAnswered(desk: Desk, answer: CallAnswered): Ended | null {
  const request = answer.data.request as PlaceRequest | FindRequest;
  const clientOrderId = "order" in request ? request.order.clientOrderId : request.clientOrderId;
  const order = desk.state.orders[clientOrderId];
  if (!order) return null;
  if (!answer.data.ok) return noResult(desk, order, answer.data);
  const found = answer.data.answer as OrderAnswer | null;
  if (found === null) return notFound(desk, order);
  bookFills(desk, found.fills);
  return reported(desk, order, found.report);
}

/** What the exchange says about an order. Returns it when that is its end. */
export function reported(desk: Desk, order: TrackedOrder, report: OrderReport): Ended | null {
  if (order.exchangeOrderId === null) {
    order.exchangeOrderId = report.exchangeOrderId;
    say(desk, "order.acknowledged", { ...identity(order), exchangeOrderId: report.exchangeOrderId }, order.cycle);
  }
  order.asks = 0;
  if (report.status === "OPEN") {
    const again = order.status === "CANCELLING";
    order.status = "OPEN";
    if (again) cancel(desk, order);
    storeOrder(desk, order, { status: "ACKNOWLEDGED" });
    return null;
  }
  const how = report.status;
  return end(desk, { order, how, code: how === "REJECTED" ? "EXCHANGE_REJECTED" : null, reason: `the exchange says ${how}` });
}

/** Takes an order out of the open ones and says how it ended. */
export function end(desk: Desk, ended: Ended): Ended {
  const { order, how, code, reason } = ended;
  delete desk.state.orders[order.clientOrderId];
  const filled = order.filledQuantity !== "0";
  if (how === "REJECTED")
    say(
      desk,
      "order.rejected",
      { ...identity(order), code: code ?? "EXCHANGE_REJECTED", exchangeCode: exchangeCode(reason), reason },
      order.cycle,
    );
  if (how === "CANCELLED" || how === "EXPIRED") say(desk, "order.cancelled", { ...identity(order), reason }, order.cycle);
  storeOrder(desk, order, { status: how === "FILLED" || !filled ? how : "PARTIAL", ...(code ? { code } : {}), reason });
  return ended;
}

function noResult(desk: Desk, order: TrackedOrder, failure: Extract<CallAnswered["data"], { ok: false }>): Ended | null {
  const { definitive, code, message } = failure.error;
  if (failure.name === "place" && definitive)
    return end(desk, { order, how: "REJECTED", code: "EXCHANGE_REJECTED", reason: `${code}: ${message}` });
  if (failure.name === "place") {
    order.status = "UNRESOLVED";
    say(desk, "order.unresolved", { ...identity(order), reason: `${code}: ${message}` }, order.cycle);
    storeOrder(desk, order, { status: "UNRESOLVED", reason: `${code}: ${message}` });
  }
  askAgain(desk, order);
  return null;
}

/**
 * The exchange does not know it. That is final only when a request still on its way could no longer be accepted; then it is certain that it
 * never arrived, and it is sent again under the same id, an entry only while its decision is fresh.
 */
function notFound(desk: Desk, order: TrackedOrder): Ended | null {
  const { state, limits } = desk;
  if (order.asks * limits.askAgainMs <= limits.recvWindowMs) {
    askAgain(desk, order);
    return null;
  }
  const intent = state.intents[order.intentId]?.intent;
  const late = order.leg === "ENTRY" && (!intent || fresh(intent, state, limits) !== null || state.killed);
  if (late || order.resends >= limits.resendsMax) {
    const reason = `NEVER_ARRIVED: the exchange does not know the order and would no longer accept it${late ? "; its decision is too old to send it again" : ""}`;
    return end(desk, { order, how: "REJECTED", code: "EXCHANGE_REJECTED", reason });
  }
  order.resends += 1;
  order.asks = 0;
  order.status = "SUBMITTED";
  send(desk, order, order.leg === "ENTRY" ? (intent?.leverage ?? null) : null);
  return null;
}

function askAgain(desk: Desk, order: TrackedOrder): void {
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
    siblings: triggerOrdersIn(desk, order.symbol),
  };
  return { kind: "call", callId: deriveId("find", clientOrderId, order.asks, desk.input.id), name: "find", request };
}

/** The answer to `cancel`. One that was already gone may have been filled: its end is asked for. */
export function cancelAnswered(desk: Desk, answer: CallAnswered): Ended | null {
  const { clientOrderId } = answer.data.request as CancelRequest;
  const order = desk.state.orders[clientOrderId];
  if (!order) return null;
  if (answer.data.ok && answer.data.answer === true) return end(desk, { order, how: "CANCELLED", code: null, reason: "no longer needed" });
  askAgain(desk, order);
  return null;
}

function triggerOrdersIn(desk: Desk, symbol: string): string[] {
  return Object.values(desk.state.orders)
    .filter((order) => order.symbol === symbol && isAlgo(order.type))
    .map((order) => order.clientOrderId);
}

function exchangeCode(reason: string): string {
  return /^([A-Z0-9_-]+):/.exec(reason)?.[1] ?? "";
}
