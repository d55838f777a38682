import { ConfigError } from "@quantum/service-kit/config";
import { INTERVALS } from "@quantum/types";
import * as z from "zod";
import { type AiEngineSettings, LIMITS, type Share, workerName } from "./core/index.ts";

const weight = z.coerce.number("a weight from 0 to 1").min(0).max(1).default(1);
const partition = z.coerce.number("a whole number").int();

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
  /** How many instances share the symbols: the lead and PARTITIONS - 1 workers. Left out: as many as AI_WORKERS says. */
  PARTITIONS: partition.min(1).max(LIMITS.maxPartitions).optional(),
  /** The same said by the count of workers, for where it is also their count of replicas. */
  AI_WORKERS: partition
    .min(0)
    .max(LIMITS.maxPartitions - 1)
    .default(0),
  /** Which of them this is. 0: the lead. */
  PARTITION: partition
    .min(0)
    .max(LIMITS.maxPartitions - 1)
    .default(0),
  /** How long the lead waits for the workers' parts of a cycle. */
  WAIT_MS: z.coerce.number("a number of milliseconds").int().positive().default(LIMITS.partWaitMs),
};

/** This service's own configuration, parsed. */
export type AiEngineConfig = z.infer<z.ZodObject<typeof environment>>;

/** The name of this instance on the bus. A PARTITION that is no number is refused when the configuration is read. */
export function nameOf({ PARTITION }: Readonly<Record<string, string | undefined>>): string {
  return Number(PARTITION) > 0 ? workerName(Number(PARTITION)) : "ai_engine";
}

/** Who this instance is among those that share the symbols. @throws ConfigError when there is no such partition. */
export function shareOf({ PARTITION, PARTITIONS, AI_WORKERS }: AiEngineConfig): Share {
  const partitions = PARTITIONS ?? AI_WORKERS + 1;
  const problems: string[] = [];
  if (AI_WORKERS > 0 && partitions !== AI_WORKERS + 1)
    problems.push(`PARTITIONS: ${partitions} does not fit ${AI_WORKERS} workers (AI_WORKERS) and the lead; leave one of both out`);
  if (PARTITION >= partitions)
    problems.push(`PARTITION: there is no partition ${PARTITION} of ${partitions}; use 0 to ${partitions - 1}, or raise PARTITIONS`);
  if (problems.length > 0) throw new ConfigError(problems);
  return { partition: PARTITION, partitions };
}

/** The core's settings. @throws ConfigError when there is no such partition. */
export function settingsOf(config: AiEngineConfig): AiEngineSettings & Share {
  return {
    ...(config.INTERVAL !== undefined && { interval: config.INTERVAL }),
    horizonBars: config.HORIZON_BARS,
    minVotes: config.MIN_VOTES,
    weights: { XGB: config.WEIGHT_XGB, LGBM: config.WEIGHT_LGBM, NH: config.WEIGHT_NH, PT: config.WEIGHT_PT },
    ...shareOf(config),
    waitMs: config.WAIT_MS,
  };
}
