import * as z from "zod";
import { defineEvent } from "../event.ts";
import { symbolSchema } from "../market.ts";
import { intentSchema } from "../order.ts";
import { reasonCodeSchema } from "../reason-codes.ts";

/** What trading_bot would like to do this cycle, best first, before anyone reviewed it. */
export const tradesProposed = defineEvent(
  "trades.proposed",
  1,
  "trades",
  z.object({ proposals: z.array(z.object({ rank: z.number().int(), confidence: z.number(), intent: intentSchema })) }),
);

/** Why a symbol was not traded, or a position closed: one row per symbol and cycle. */
export const skipSchema = z.object({ symbol: symbolSchema, code: reasonCodeSchema, detail: z.string() });
export type Skip = z.infer<typeof skipSchema>;

/** The cycle is over: every order it led to has an end, every entry its resting stop. */
export const cycleCompleted = defineEvent(
  "cycle.completed",
  1,
  "trades",
  z.object({
    outcome: z.enum(["TRADED", "NOTHING_TO_DO", "EXPIRED", "WATCHED"]),
    signals: z.number().int(),
    requested: z.number().int(),
    settled: z.number().int(),
    skips: z.array(skipSchema),
    missing: z.array(z.string()),
  }),
);

/** An exception inside the trading cycle; ESS counts it as a trigger. */
export const tradingCycleFailed = defineEvent(
  "trading.cycleFailed",
  1,
  "trades",
  z.object({ code: z.literal("TRADING_CYCLE_ERROR"), reason: z.string() }),
);
