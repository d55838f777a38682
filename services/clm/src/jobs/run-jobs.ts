import { hostname } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import type { Pool } from "@quantum/service-kit/database";
import { JobWorker } from "@quantum/service-kit/jobs";
import type { BaseConfig, FeedAccess } from "@quantum/service-kit/run";
import { type JobSettings, jobLimits } from "../config.ts";
import type { ClmState } from "../core/index.ts";
import type { WorkSettings } from "./evaluate-models.ts";
import { CLM_QUEUE } from "./evaluation-request.ts";
import type { JobDesk } from "./job-desk.ts";
import { jobHandlers } from "./works.ts";

/** Real time between two looks at the queue, ms. */
const LOOK_MS = 5_000;

/** What a process that does jobs must know of its configuration. */
export type WorkConfig = JobSettings & Pick<BaseConfig, "REDIS_URL" | "REDIS_PREFIX" | "DATABASE_URL" | "LOG_LEVEL">;

/** What a worker of clm does and how. `entry`: the program that is started for each job. */
export function workerOf(config: WorkConfig, entry: string) {
  const limits = jobLimits(config);
  const settings: WorkSettings = { databaseUrl: config.DATABASE_URL, logLevel: config.LOG_LEVEL };
  return { queue: CLM_QUEUE, handlers: jobHandlers({ entry, settings, limits }), limits };
}

/** What looking after the jobs needs: the desk, the configuration, the program that does the work, and the service's own database. */
export interface JobParts {
  readonly desk: JobDesk;
  readonly config: WorkConfig;
  readonly entry: string;
  database(): Pool;
}

/** Beside the core while this instance is the one that acts: looks after the queue, and in role `all` does the jobs, one at a time. */
export async function runJobs(parts: JobParts, access: FeedAccess<ClmState>): Promise<void> {
  const { signal } = access;
  const worker = parts.config.CLM_ROLE === "all" ? workHere(parts, access) : null;
  try {
    while (!signal.aborted) {
      await parts.desk.look(parts.database(), access);
      // Rejects only because the signal aborts, which the loop sees.
      await pause(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    await worker?.stop();
    await parts.desk.queue.close();
  }
}

function workHere({ config, entry }: JobParts, { logger }: FeedAccess<ClmState>): JobWorker {
  const { queue, handlers, limits } = workerOf(config, entry);
  const address = { redisUrl: config.REDIS_URL, redisPrefix: config.REDIS_PREFIX, queue };
  return new JobWorker({ address, name: `clm-${hostname()}-${process.pid}`, handlers, logger, limits });
}
