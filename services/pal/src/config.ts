import type { BaseConfig } from "@quantum/service-kit/run";
import * as z from "zod";
import { LIMITS, type PalSettings } from "./core/limits.ts";

/** What an operator may set. The thresholds belong to the profiles in core/limits.ts; the mode chooses the profile. */
export const environment = {
  WAIT_MS: z.coerce.number("a number of milliseconds").int().min(0).default(LIMITS.waitMs),
};

/** This service's configuration, parsed. */
export type PalConfig = Pick<BaseConfig, "firstMode"> & z.infer<z.ZodObject<typeof environment>>;

/** The configuration in the core's words. */
export function settingsFrom(config: PalConfig): PalSettings {
  return { firstMode: config.firstMode, waitMs: config.WAIT_MS };
}
