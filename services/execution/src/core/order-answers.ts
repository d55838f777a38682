import { isAlgo, type OrderReport } from "@quantum/exchange/venue";
import type { CallAnswered, ReasonCode } from "@quantum/types";
import type { CancelRequest, FindRequest, OrderAnswer, PlaceRequest } from "./calls.ts";
import { fresh } from "./comparator.ts";
import { type Desk, identity, say } from "./desk.ts";
import { bookFills } from "./fills.ts";
import { storeOrder } from "./order-row.ts";
import { ask, askAgain, cancel, send } from "./orders.ts";
import type { TrackedOrder } from "./state.ts";

/** An order that has come to its end, and how. */
export interface Ended {
  readonly order: TrackedOrder;
  readonly how: "FILLED" | "CANCELLED" | "EXPIRED" | "REJECTED";
  readonly code: ReasonCode | null;
  readonly reason: string;
}

/** The exchange's code for an order that was to rest as a maker and would have taken at once: an ordinary end of it. */
const WOULD_HAVE_TAKEN = "-5022";

/** The exchange's code for a trigger order whose price was passed already. */
export const WOULD_TRIGGER = "-2021";
/** The exchange's code for an order that only reduces where there is nothing to reduce. */
export const NOTHING_TO_REDUCE = "-2022";
/** Our own: it is certain that the exchange never had the order. */
export const NEVER_ARRIVED = "NEVER_ARRIVED";

/** The answer to `place` or `find`. Returns the order when this was its end, null while it rests or is being asked for. */
export function orderAnswered(desk: Desk, answer: CallAnswered): Ended | null {
  const request = answer.data.request as PlaceRequest | FindRequest;
  const clientOrderId = "order" in request ? request.order.clientOrderId : request.clientOrderId;
  const order = desk.state.orders[clientOrderId];
  if (!order) return null;
  if (!answer.data.ok) return noResult(desk, order, answer.data);
  const found = answer.data.answer as OrderAnswer | null;
  if (found === null) return notFound(desk, order);
  bookFills(desk, found);
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
  // What was to rest and was refused for that never stood in the exchange's books.
  const outcome = how === "EXPIRED" && order.exchangeOrderId === null ? "REJECTED" : how;
  storeOrder(desk, order, { status: how === "FILLED" || !filled ? outcome : "PARTIAL", ...(code ? { code } : {}), reason });
  return ended;
}

function noResult(desk: Desk, order: TrackedOrder, failure: Extract<CallAnswered["data"], { ok: false }>): Ended | null {
  const { definitive, code, message } = failure.error;
  if (failure.name === "place" && definitive && code === WOULD_HAVE_TAKEN)
    return end(desk, { order, how: "EXPIRED", code: null, reason: `${code}: it would have taken, and was to rest` });
  if (failure.name === "place" && definitive) {
    const passed = order.leg === "STOP" && code === WOULD_TRIGGER;
    return end(desk, { order, how: "REJECTED", code: passed ? "STOP_PASSED" : "EXCHANGE_REJECTED", reason: `${code}: ${message}` });
  }
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
 * never arrived, and it is sent again under the same id, an entry only while it is still wanted and its decision is fresh.
 */
function notFound(desk: Desk, order: TrackedOrder): Ended | null {
  const { state, limits } = desk;
  if (order.asks * limits.askAgainMs <= limits.recvWindowMs) {
    askAgain(desk, order);
    return null;
  }
  const active = state.intents[order.intentId];
  const late =
    order.leg === "ENTRY" && (!active || active.abandoned !== null || fresh(active.intent, state, limits) !== null || state.killed);
  if (late || order.status === "CANCELLING" || order.resends >= limits.resendsMax) {
    const reason = `${NEVER_ARRIVED}: the exchange does not know the order and would no longer accept it${late ? "; its decision is too old to send it again" : ""}`;
    return end(desk, { order, how: "REJECTED", code: "EXCHANGE_REJECTED", reason });
  }
  order.resends += 1;
  order.asks = 0;
  order.status = "SUBMITTED";
  send(desk, order, active?.intent.purpose === "ENTRY" && order.leg === "ENTRY" ? active.intent.leverage : null);
  return null;
}

/**
 * The answer to `cancel`. One that was already gone may have been filled, and one that could fill in part may have been filled before: what
 * became of it is asked for.
 */
export function cancelAnswered(desk: Desk, answer: CallAnswered): Ended | null {
  const { clientOrderId } = answer.data.request as CancelRequest;
  const order = desk.state.orders[clientOrderId];
  if (!order) return null;
  const done = answer.data.ok && answer.data.answer === true;
  if (done && isAlgo(order.type)) return end(desk, { order, how: "CANCELLED", code: null, reason: "no longer needed" });
  const question = done ? ask(desk, clientOrderId) : null;
  if (question) desk.effects.push(question);
  else askAgain(desk, order);
  return null;
}

/** The exchange's own code at the head of a reason; empty when there is none. */
export function exchangeCode(reason: string): string {
  return /^([A-Z0-9_-]+):/.exec(reason)?.[1] ?? "";
}
