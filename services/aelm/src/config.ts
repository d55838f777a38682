import * as z from "zod";
import { type AelmSettings, LIMITS } from "./core/index.ts";

const ms = z.coerce.number("milliseconds from 1000").int().min(1_000);
const bps = z.coerce.number("basis points above zero, such as 40").positive();
const factor = z.coerce.number("a number above zero, such as 3").positive();

/** The thresholds an operator may set. What each means and why its default is what it is: core/limits.ts. */
export const environment = {
  PATIENCE_MS: ms.max(900_000).default(LIMITS.patienceMs),
  MAKER_MARGIN_BPS: z.coerce.number("basis points from 0").min(0).default(LIMITS.makerMarginBps),
  MAX_SPREAD_BPS: bps.default(LIMITS.maxSpreadBps),
  TOUCH_MULTIPLE: factor.default(LIMITS.touchMultiple),
  MAX_VOLATILITY_RATIO: factor.default(LIMITS.maxVolatilityRatio),
  ENTRY_GUARD_MAX_BPS: bps.max(LIMITS.collarBps).default(LIMITS.entryGuardMaxBps),
  EXIT_GUARD_MAX_BPS: bps.max(LIMITS.collarBps).default(LIMITS.exitGuardMaxBps),
  TAIL_AVERSION_LOW: z.coerce.number("a weight from 0").min(0).default(LIMITS.tailAversion.LOW),
  TAIL_AVERSION_NORMAL: z.coerce.number("a weight from 0").min(0).default(LIMITS.tailAversion.NORMAL),
};

/** This service's own configuration, parsed. */
export type AelmConfig = z.infer<z.ZodObject<typeof environment>>;

/** The configuration in the core's words. */
export function settingsFrom(config: AelmConfig): AelmSettings {
  return {
    patienceMs: config.PATIENCE_MS,
    makerMarginBps: config.MAKER_MARGIN_BPS,
    maxSpreadBps: config.MAX_SPREAD_BPS,
    touchMultiple: config.TOUCH_MULTIPLE,
    maxVolatilityRatio: config.MAX_VOLATILITY_RATIO,
    entryGuardMaxBps: config.ENTRY_GUARD_MAX_BPS,
    exitGuardMaxBps: config.EXIT_GUARD_MAX_BPS,
    tailAversion: { LOW: config.TAIL_AVERSION_LOW, NORMAL: config.TAIL_AVERSION_NORMAL },
  };
}
