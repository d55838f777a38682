import { decimalSchema, type Intent, sideSchema, symbolSchema } from "@quantum/types";
import * as z from "zod";
import type { AelmState } from "./core/index.ts";

const positive = decimalSchema.refine((text) => Number(text) > 0, "must be above zero");

/** What may be asked: an order that does not exist. */
export const whatIfSchema = z.strictObject({
  symbol: symbolSchema,
  side: sideSchema,
  quantity: positive,
  purpose: z.enum(["ENTRY", "EXIT"]).default("ENTRY"),
  /** Limit price of a LIMIT order. */
  price: positive.optional(),
  /** Left out: the last price known. */
  referencePrice: positive.optional(),
  /** An exit's code, such as EXIT_TIME, decides its urgency. */
  reason: z.string().max(200).default("what-if"),
  tradeId: z.string().min(1).max(100).default("what-if"),
});
type WhatIf = z.infer<typeof whatIfSchema>;

/** The question in the core's words. Null: there is no price to plan with. */
export function intentOf(request: WhatIf, state: Readonly<AelmState>): Intent | null {
  const { symbol, side, quantity, purpose, reason, tradeId, price = null } = request;
  const referencePrice = request.referencePrice ?? lastPrice(state, symbol);
  if (referencePrice === null) return null;
  const unasked = { leverage: 1, stopPrice: null, takeProfitPrice: null, decidedAt: state.barsAt };
  const type = price === null ? "MARKET" : "LIMIT";
  return { intentId: "what-if", tradeId, purpose, symbol, side, quantity, type, price, referencePrice, reason, ...unasked };
}

function lastPrice({ motion }: Readonly<AelmState>, symbol: string): string | null {
  const close = Object.hasOwn(motion, symbol) ? motion[symbol]?.close : undefined;
  return close === undefined ? null : String(close);
}
