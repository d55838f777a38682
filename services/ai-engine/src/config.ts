import { INTERVALS } from "@quantum/types";
import * as z from "zod";
import { LIMITS } from "./core/limits.ts";

const weight = z.coerce.number("a weight from 0 to 1").min(0).max(1).default(1);

/** What this service alone reads from its environment. */
export const environment = {
  /** The trading interval. Left out: taken from the history and the first cycle. */
  INTERVAL: z.enum(INTERVALS).optional(),
  HORIZON_BARS: z.coerce.number("a number of bars").int().min(1).max(1_000).default(LIMITS.horizonBars),
  MIN_VOTES: z.coerce.number("a number of votes").int().min(1).max(4).default(LIMITS.minVotes),
  WEIGHT_XGB: weight,
  WEIGHT_LGBM: weight,
  WEIGHT_NH: weight,
  WEIGHT_PT: weight,
};

/** This service's own configuration, parsed. */
export type AiEngineConfig = z.infer<z.ZodObject<typeof environment>>;
