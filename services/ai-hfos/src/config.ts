import * as z from "zod";
import { type HfosSettings, LIMITS } from "./core/limits.ts";

/** What this service alone reads from its environment. */
export const environment = {
  /** Real milliseconds to wait for the answers of a cycle. */
  WAIT_MS: z.coerce.number("milliseconds").int().min(1).max(600_000).default(LIMITS.waitMs),
};

/** This service's own configuration, parsed. */
export type AiHfosConfig = z.infer<z.ZodObject<typeof environment>>;

/** The configuration in the core's words. */
export function settingsFrom(config: AiHfosConfig): HfosSettings {
  return { waitMs: config.WAIT_MS };
}
