import * as z from "zod";
import { LIMITS } from "./core/limits.ts";

/** What this service alone reads from its environment. */
export const environment = {
  /** How far our wallet may be from the exchange's before it counts as a difference. */
  LEDGER_TOLERANCE_USD: z
    .string()
    .regex(/^\d+(\.\d+)?$/, "a non-negative amount such as 0 or 0.000001")
    .default(LIMITS.walletToleranceUsd),
  /** Cycles over which the correlation of positions is taken. */
  CORRELATION_BARS: z.coerce.number("a number of bars").int().min(10).max(500).default(LIMITS.correlationBars),
  /** Fewer common returns than this give no correlation. */
  CORRELATION_MIN_BARS: z.coerce.number("a number of bars").int().min(10).max(500).default(LIMITS.correlationMinBars),
};

/** This service's own configuration, parsed. */
export type PortfolioConfig = z.infer<z.ZodObject<typeof environment>>;
