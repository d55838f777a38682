import * as z from "zod";
import { decimalSchema } from "../decimal.ts";
import { defineEvent } from "../event.ts";
import { symbolSchema } from "../market.ts";
import { fillSchema, intentSchema, orderLegSchema, purposeSchema, sideSchema, timeInForceSchema } from "../order.ts";
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

/**
 * One child order of a plan. MAKER rests as a maker (GTX) until the first `bars.closed` with `closeAt >= untilAt`, then it is cancelled; IOC
 * takes what there is up to its price, at once; MARKET takes the rest at any price. `quantity` is the most this step may fill; what a
 * step leaves is for the next one.
 */
export const planStepSchema = z.object({
  kind: z.enum(["MAKER", "IOC", "MARKET"]),
  quantity: decimalSchema,
  price: decimalSchema.nullable(),
  untilAt: z.number().int().nullable(),
  reason: z.string(),
});
export type PlanStep = z.infer<typeof planStepSchema>;

/** aelm's answer to an `order.cleared`: how it should be carried out, step by step. In any mode; it binds execution only when ENFORCED. */
export const orderPlanned = defineEvent(
  "order.planned",
  1,
  "orders",
  z.object({
    intentId: z.string(),
    tradeId: z.string(),
    symbol: symbolSchema,
    urgency: z.enum(["LOW", "NORMAL", "HIGH"]),
    arrivalPrice: decimalSchema,
    /** No fill beyond this price; null only for an exit that must happen at any price. */
    guardPrice: decimalSchema.nullable(),
    steps: z.array(planStepSchema).min(1),
    /** What it should cost against arrival, and what the plain market order would; null while unknown. */
    expectedShortfallBps: z.number().nullable(),
    plainShortfallBps: z.number().nullable(),
    verdicts: z.array(verdictSchema),
  }),
);

/** execution carries an order out over more than one bar: the cycle that asked for it need not wait. `order.settled` follows. */
export const orderWorking = defineEvent(
  "order.working",
  1,
  "orders",
  z.object({ intentId: z.string(), tradeId: z.string(), symbol: symbolSchema, purpose: purposeSchema, untilAt: z.number().int() }),
);

/**
 * What carrying out one order cost against its arrival price, in basis points of the arrival value; positive is a cost.
 * Source: Perold (1988), "The implementation shortfall". `totalBps` is the sum of its five parts. `plan` is what aelm planned, `executed`
 * whether that plan was followed; `otherBps` estimates what the way not taken would have cost (null while unknown).
 */
export const shortfallMeasured = defineEvent(
  "shortfall.measured",
  1,
  "orders",
  z.object({
    intentId: z.string(),
    tradeId: z.string(),
    symbol: symbolSchema,
    purpose: purposeSchema,
    side: sideSchema,
    executed: z.enum(["PLANNED", "PLAIN"]),
    quantity: decimalSchema,
    filledQuantity: decimalSchema,
    arrivalPrice: decimalSchema,
    averagePrice: decimalSchema.nullable(),
    delayBps: z.number(),
    spreadBps: z.number(),
    impactBps: z.number(),
    feeBps: z.number(),
    opportunityBps: z.number(),
    totalBps: z.number(),
    otherBps: z.number().nullable(),
  }),
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
    /** Of a LIMIT; absent otherwise. */
    timeInForce: timeInForceSchema.optional(),
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
    purpose: purposeSchema,
    /** PROTECTED: the last word on a PROTECT that was done. */
    outcome: z.enum(["FILLED", "PARTIAL", "PROTECTED", "REJECTED", "REFUSED", "RECORDED"]),
    filledQuantity: decimalSchema,
    averagePrice: decimalSchema.nullable(),
    protected: z.boolean(),
    code: reasonCodeSchema.nullable(),
    reason: z.string(),
  }),
);
