import { INTERVALS } from "@quantum/types";
import * as z from "zod";
import { LIMITS, type RankerSettings } from "./core/index.ts";

/** What this service alone reads from its environment. Stop and target have the names trading_bot gives them, so that one setting reaches both. */
export const environment = {
  /** The trading interval; left out: told by the first bars. */
  INTERVAL: z.enum(INTERVALS).optional(),
  RANKING_LIMIT: z.coerce.number("a number of places").int().min(0).default(LIMITS.limit),
  WAIT_MS: z.coerce.number("a number of milliseconds").int().positive().default(LIMITS.waitMs),
  STOP_ATR_MULTIPLE: z.coerce.number("a multiple such as 2").positive().default(LIMITS.stopAtrMultiple),
  STOP_MIN_RATIO: z.coerce.number("a share of price such as 0.004").positive().max(0.5).default(LIMITS.stopMinRatio),
  STOP_MAX_RATIO: z.coerce.number("a share of price such as 0.05").positive().max(0.5).default(LIMITS.stopMaxRatio),
  TAKE_PROFIT_MULTIPLE: z.coerce.number("a multiple such as 1.5").positive().default(LIMITS.takeProfitMultiple),
};

/** This service's own configuration, parsed. */
export type RankerConfig = z.infer<z.ZodObject<typeof environment>>;

/** The core's settings. */
export function settingsOf(config: RankerConfig): RankerSettings {
  return {
    ...(config.INTERVAL === undefined ? {} : { interval: config.INTERVAL }),
    limit: config.RANKING_LIMIT,
    waitMs: config.WAIT_MS,
    stopAtrMultiple: config.STOP_ATR_MULTIPLE,
    stopMinRatio: config.STOP_MIN_RATIO,
    stopMaxRatio: config.STOP_MAX_RATIO,
    takeProfitMultiple: config.TAKE_PROFIT_MULTIPLE,
  };
}
