import { JOB_LIMITS, type JobLimits } from "@quantum/service-kit/jobs";
import * as z from "zod";
import { EVALUATION } from "./core/index.ts";

const { windowDays, everyHours } = EVALUATION;

/** Who does the work that takes long. */
export const ROLES = ["all", "service", "worker"] as const;

/** What this service alone reads from its environment. Meanings and reasons: core/limits.ts and the kit's jobs/limits.ts. */
export const environment = {
  /** all: this service does its own jobs, one at a time. service: it only asks for them. worker: does jobs and nothing else. */
  CLM_ROLE: z.enum(ROLES, "all, service or worker").default("all"),
  /** Hours of market time from one evaluation of the models to the next; 0: only when asked. */
  EVALUATION_EVERY_HOURS: z.coerce
    .number("a number of hours")
    .int("a whole number")
    .min(0)
    .max(24 * 30)
    .default(everyHours),
  /** Days of predictions that an evaluation looks at. */
  EVALUATION_DAYS: z.coerce
    .number("a number of days")
    .int("a whole number")
    .min(windowDays.least)
    .max(windowDays.most)
    .default(windowDays.usual),
  JOB_ATTEMPTS: z.coerce.number("a whole number").int("a whole number").min(1).max(50).default(JOB_LIMITS.attempts),
  JOB_BACKOFF_MS: z.coerce.number("a number of milliseconds").int().min(10).max(600_000).default(JOB_LIMITS.backOffMs),
  JOB_LOCK_MS: z.coerce.number("a number of milliseconds").int().min(500).max(600_000).default(JOB_LIMITS.lockMs),
};

/** What decides how clm and its workers treat jobs. */
export type JobSettings = z.infer<z.ZodObject<typeof environment>>;

/** The kit's limits with what the environment changed. Lost workers are looked for two times in three locks. */
export function jobLimits({ JOB_ATTEMPTS, JOB_BACKOFF_MS, JOB_LOCK_MS }: JobSettings): JobLimits {
  return {
    ...JOB_LIMITS,
    attempts: JOB_ATTEMPTS,
    backOffMs: JOB_BACKOFF_MS,
    lockMs: JOB_LOCK_MS,
    stalledCheckMs: Math.floor((JOB_LOCK_MS * 2) / 3),
  };
}
