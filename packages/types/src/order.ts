import * as z from "zod";
import { decimalSchema } from "./decimal.ts";
import { symbolSchema } from "./market.ts";

export const sideSchema = z.enum(["BUY", "SELL"]);
export type Side = z.infer<typeof sideSchema>;
export const directionSchema = z.enum(["LONG", "SHORT"]);
export type Direction = z.infer<typeof directionSchema>;

/**
 * What an order is for. ENTRY opens a trade and carries its stop-loss and take-profit. ADD makes an open trade larger, at its limit
 * price or better and at once or not at all; it carries the stop that must already rest. PROTECT sends no order of its own: it moves the
 * resting stop of an open trade closer (never farther) and, with `takeProfitPrice` null, takes its take-profit off; `quantity` is what the trade
 * holds. EXIT (reduce-only) closes some or all of it.
 */
export const PURPOSES = ["ENTRY", "ADD", "PROTECT", "EXIT"] as const;
export const purposeSchema = z.enum(PURPOSES);
export type Purpose = z.infer<typeof purposeSchema>;

const plainIntentSchema = z.object({
  intentId: z.string().min(1),
  tradeId: z.string().min(1),
  purpose: purposeSchema,
  symbol: symbolSchema,
  side: sideSchema,
  quantity: decimalSchema,
  type: z.enum(["MARKET", "LIMIT"]),
  /** Limit price; null for MARKET. */
  price: decimalSchema.nullable(),
  leverage: z.number().int().positive(),
  stopPrice: decimalSchema.nullable(),
  takeProfitPrice: decimalSchema.nullable(),
  /** The market's price when the decision was made: the arrival price. */
  referencePrice: decimalSchema,
  /** Close of the bar behind the decision, epoch ms. */
  decidedAt: z.number().int(),
  reason: z.string(),
});

/** What trading_bot wants done, before anyone cleared it. */
export const intentSchema = plainIntentSchema.extend({
  /**
   * Of a PROTECT that only makes room for an ADD: that ADD, which is asked for once the stop rests. The stop is not moved for an addition that would
   * be refused.
   */
  addition: plainIntentSchema.optional(),
});
export type Intent = z.infer<typeof intentSchema>;

/** How long a limit order may rest. GTC: until cancelled. IOC: what does not fill at once is gone. GTX: only as a maker, else refused. */
export const timeInForceSchema = z.enum(["GTC", "IOC", "GTX"]);
export type TimeInForce = z.infer<typeof timeInForceSchema>;

/** Which of a trade's orders at the exchange: its entry, its resting stop-loss or take-profit, or a deliberate exit. */
export const orderLegSchema = z.enum(["ENTRY", "STOP", "TAKE_PROFIT", "EXIT", "UNKNOWN"]);
export type OrderLeg = z.infer<typeof orderLegSchema>;

/** One fill as the exchange booked it. Fee and realised P&L are the exchange's own figures in the quote asset. */
export const fillSchema = z.object({
  exchangeTradeId: z.string(),
  clientOrderId: z.string(),
  symbol: symbolSchema,
  side: sideSchema,
  quantity: decimalSchema,
  price: decimalSchema,
  feeUsd: decimalSchema,
  realisedPnlUsd: decimalSchema,
  maker: z.boolean(),
  filledAt: z.number().int(),
});
export type Fill = z.infer<typeof fillSchema>;
