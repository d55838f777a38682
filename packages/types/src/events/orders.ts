import * as z from "zod";
import { decimalSchema } from "../decimal.ts";
import { defineEvent } from "../event.ts";
import { symbolSchema } from "../market.ts";
import { fillSchema, intentSchema, orderLegSchema, sideSchema } from "../order.ts";
import { reasonCodeSchema } from "../reason-codes.ts";
import { verdictSchema } from "../verdict.ts";

/** trading_bot asks for an order. `binding` is false when the deciding modules only observe: it is then recorded, not sent. */
export const orderRequested = defineEvent("order.requested", 1, "orders", z.object({ intent: intentSchema, binding: z.boolean() }));

/** risk_safety lets an order pass; `verdicts` lists every check with its figures. */
export const orderCleared = defineEvent(
  "order.cleared",
  1,
  "orders",
  z.object({ intent: intentSchema, binding: z.boolean(), verdicts: z.array(verdictSchema) }),
);

/** risk_safety refuses an order. */
export const orderRefused = defineEvent(
  "order.refused",
  1,
  "orders",
  z.object({ intent: intentSchema, code: reasonCodeSchema, verdicts: z.array(verdictSchema) }),
);

/** execution is about to send (it is in the books before it leaves). */
export const orderSubmitted = defineEvent(
  "order.submitted",
  1,
  "orders",
  z.object({
    clientOrderId: z.string(),
    intentId: z.string(),
    tradeId: z.string(),
    leg: orderLegSchema,
    symbol: symbolSchema,
    side: sideSchema,
    type: z.enum(["MARKET", "LIMIT", "STOP_MARKET", "TAKE_PROFIT_MARKET"]),
    quantity: decimalSchema,
    price: decimalSchema.nullable(),
    triggerPrice: decimalSchema.nullable(),
    reduceOnly: z.boolean(),
  }),
);

const orderState = z.object({ clientOrderId: z.string(), tradeId: z.string(), leg: orderLegSchema, symbol: symbolSchema });

export const orderAcknowledged = defineEvent("order.acknowledged", 1, "orders", orderState.extend({ exchangeOrderId: z.string() }));
export const orderRejected = defineEvent(
  "order.rejected",
  1,
  "orders",
  orderState.extend({ code: reasonCodeSchema, exchangeCode: z.string(), reason: z.string() }),
);
export const orderCancelled = defineEvent("order.cancelled", 1, "orders", orderState.extend({ reason: z.string() }));
/** The answer to an order was lost; it is being asked for by its id. */
export const orderUnresolved = defineEvent("order.unresolved", 1, "orders", orderState.extend({ reason: z.string() }));
/** One fill, exactly once per exchange trade id. */
export const orderFilled = defineEvent(
  "order.filled",
  1,
  "orders",
  z.object({ tradeId: z.string(), leg: orderLegSchema, fill: fillSchema }),
);

/** The last word on an intent: what became of it, and for an entry that its stop rests on the exchange. */
export const orderSettled = defineEvent(
  "order.settled",
  1,
  "orders",
  z.object({
    intentId: z.string(),
    tradeId: z.string(),
    symbol: symbolSchema,
    purpose: z.enum(["ENTRY", "EXIT"]),
    outcome: z.enum(["FILLED", "PARTIAL", "REJECTED", "REFUSED", "RECORDED"]),
    filledQuantity: decimalSchema,
    averagePrice: decimalSchema.nullable(),
    protected: z.boolean(),
    code: reasonCodeSchema.nullable(),
    reason: z.string(),
  }),
);
