import { INTERVALS } from "@quantum/types";
import * as z from "zod";
import { LIMITS, type UniverseSettings } from "./core/index.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const share = (value: number) => z.coerce.number("a share such as 0.6").min(0).max(1).default(value);

/** What this service alone reads from its environment. */
export const environment = {
  /** The trading interval; left out: told by the first bars. */
  INTERVAL: z.enum(INTERVALS).optional(),
  UNIVERSE_MAX_MEMBERS: z.coerce.number("a number of symbols").int().min(1).default(LIMITS.maxMembers),
  UNIVERSE_ENTER_SCORE: share(LIMITS.enterScore),
  UNIVERSE_LEAVE_SCORE: share(LIMITS.leaveScore),
  UNIVERSE_MIN_STAY_MINUTES: z.coerce
    .number("a number of minutes")
    .min(0)
    .default(LIMITS.minStayMs / MINUTE_MS),
  UNIVERSE_REFRESH_MINUTES: z.coerce
    .number("a number of minutes")
    .positive()
    .default(LIMITS.refreshMs / MINUTE_MS),
  UNIVERSE_MIN_QUOTE_VOLUME_USD: z.coerce.number("an amount a day").min(0).default(LIMITS.minQuoteVolumeUsd),
  UNIVERSE_MAX_SPREAD_BPS: z.coerce.number("a number of bps").positive().default(LIMITS.maxSpreadBps),
  UNIVERSE_MIN_LISTING_AGE_HOURS: z.coerce
    .number("a number of hours")
    .min(0)
    .default(LIMITS.minListingAgeMs / HOUR_MS),
  UNIVERSE_MAX_MISSING_RATIO: share(LIMITS.maxMissingRatio),
};

/** This service's own configuration, parsed. */
export type UniverseConfig = z.infer<z.ZodObject<typeof environment>>;

/** The core's settings. */
export function settingsOf(config: UniverseConfig): UniverseSettings {
  return {
    ...(config.INTERVAL === undefined ? {} : { interval: config.INTERVAL }),
    maxMembers: config.UNIVERSE_MAX_MEMBERS,
    enterScore: config.UNIVERSE_ENTER_SCORE,
    leaveScore: config.UNIVERSE_LEAVE_SCORE,
    minStayMs: config.UNIVERSE_MIN_STAY_MINUTES * MINUTE_MS,
    refreshMs: config.UNIVERSE_REFRESH_MINUTES * MINUTE_MS,
    minQuoteVolumeUsd: config.UNIVERSE_MIN_QUOTE_VOLUME_USD,
    maxSpreadBps: config.UNIVERSE_MAX_SPREAD_BPS,
    minListingAgeMs: config.UNIVERSE_MIN_LISTING_AGE_HOURS * HOUR_MS,
    maxMissingRatio: config.UNIVERSE_MAX_MISSING_RATIO,
  };
}
