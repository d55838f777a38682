import * as z from "zod";
import { LIMITS } from "./core/limits.ts";

/** What this service alone reads from its environment. */
export const environment = {
  /** Share of symbols that may be without a bar before somebody is told. */
  MAX_MISSING_RATIO: z.coerce.number("a share such as 0.25").min(0).max(1).default(LIMITS.maxMissingRatio),
};

/** This service's own configuration, parsed. */
export type TemplateConfig = z.infer<z.ZodObject<typeof environment>>;
