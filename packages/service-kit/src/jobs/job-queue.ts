import { type Job, Queue } from "bullmq";
import type { Redis } from "ioredis";
import { connectRedis, untilReady } from "../bus/index.ts";
import type { Logger } from "../logger.ts";
import { jobsPrefix, type QueueAddress } from "./connection.ts";
import { JOB_LIMITS, type JobLimits } from "./limits.ts";

/** What became of asking. ASKED: it is new. AGAIN: it had been given up (or is to be redone). KNOWN: it waits, runs or is done. */
export type AskOutcome = "ASKED" | "AGAIN" | "KNOWN";

/** How a queue is. `oldestWaitMs`: how long the oldest job that could run has waited; 0 without one. */
export interface QueueFigures {
  readonly waiting: number;
  readonly delayed: number;
  readonly active: number;
  readonly failed: number;
  readonly workers: number;
  readonly oldestWaitMs: number;
}

/** One job as whoever asked for it may see it. Times are real, epoch ms. */
export interface JobView {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly progressRatio: number | null;
  readonly attempts: number;
  readonly reason: string | null;
  readonly askedAt: number;
  readonly endedAt: number | null;
}

/** What is asked for. Two requests of one id are one job. */
export interface JobRequest {
  readonly id: string;
  readonly kind: string;
  readonly data: unknown;
  /** Also when it was done: its result is gone. */
  readonly redo?: boolean;
}

/** Where jobs are asked for. Answers fast or fails fast; it works on none itself. */
export class JobQueue {
  private readonly address: QueueAddress;
  private readonly limits: JobLimits;
  private readonly logger: Logger;
  /** Null until it is needed, and again once it was closed. */
  private redis: Redis | null = null;
  private opened: Queue | null = null;

  constructor(address: QueueAddress, logger: Logger, limits: JobLimits = JOB_LIMITS) {
    this.address = address;
    this.limits = limits;
    this.logger = logger;
  }

  /** Asks for a job, unless it is there already. */
  async ask({ id, kind, data, redo = false }: JobRequest): Promise<AskOutcome> {
    const queue = await this.open();
    if (isNoId(queue, id)) throw new Error(`"${id}" cannot be the id of a job: BullMQ has a key of that name; choose another`);
    const known = await queue.getJob(id);
    const again = known !== undefined && ((await known.isFailed()) || (redo && (await known.isCompleted())));
    if (known && !again) return "KNOWN";
    if (known) await known.remove();
    const { attempts, backOffMs, keptDone, keptFailed, keptForSeconds } = this.limits;
    await queue.add(kind, data, {
      jobId: id,
      attempts,
      backoff: { type: "exponential", delay: backOffMs },
      removeOnComplete: { age: keptForSeconds, count: keptDone },
      removeOnFail: { age: keptForSeconds, count: keptFailed },
      stackTraceLimit: 1,
    });
    return known ? "AGAIN" : "ASKED";
  }

  /** One job, or null: it was never asked for, or is forgotten. */
  async look(id: string): Promise<JobView | null> {
    const queue = await this.open();
    const job = isNoId(queue, id) ? undefined : await queue.getJob(id);
    return job ? viewOf(job, await job.getState()) : null;
  }

  /** Jobs that were given up, newest first. */
  async failures(): Promise<JobView[]> {
    const jobs = await (await this.open()).getFailed(0, this.limits.keptFailed - 1);
    return jobs.filter(Boolean).map((job) => viewOf(job, "failed"));
  }

  async figures(): Promise<QueueFigures> {
    const queue = await this.open();
    const counts = await queue.getJobCounts("waiting", "delayed", "active", "failed");
    const [oldest] = await queue.getWaiting(0, 0);
    const { waiting = 0, delayed = 0, active = 0, failed = 0 } = counts;
    const oldestWaitMs = oldest ? Math.max(0, Date.now() - oldest.timestamp) : 0;
    return { waiting, delayed, active, failed, workers: await queue.getWorkersCount(), oldestWaitMs };
  }

  /** Gives its connection back; whoever asks later gets a new one. */
  async close(): Promise<void> {
    const { opened, redis } = this;
    this.opened = null;
    this.redis = null;
    await opened?.close();
    redis?.disconnect();
  }

  /** BullMQ's queue never recovers when its first connection fails, so it is made only on one that stands. */
  private async open(): Promise<Queue> {
    this.redis ??= connectRedis(this.address.redisUrl, (error) => this.logger.debug({ error }, "Redis connection of the queue"));
    const { redis } = this;
    try {
      await untilReady(redis, AbortSignal.timeout(this.limits.askWaitMs));
    } catch {
      throw new Error("Redis is not reachable, so nobody can be asked for work; try again when /health says it is back");
    } finally {
      // Closed meanwhile: the wait may have connected it again.
      if (this.redis !== redis) redis.disconnect();
    }
    if (this.opened) return this.opened;
    const queue = new Queue(this.address.queue, {
      connection: redis,
      prefix: jobsPrefix(this.address),
      streams: { events: { maxLen: this.limits.keptEvents } },
    });
    // Every command reports its own failure to whoever sent it.
    queue.on("error", () => undefined);
    await queue.waitUntilReady();
    if (this.redis === redis) this.opened = queue;
    return queue;
  }
}

/** BullMQ keeps a job under its id, beside lists with names such as "stalled". */
function isNoId(queue: Queue, id: string): boolean {
  return Object.hasOwn(queue.keys, id);
}

function viewOf(job: Job, state: string): JobView {
  return {
    id: job.id ?? "",
    kind: job.name,
    state,
    progressRatio: typeof job.progress === "number" ? job.progress : null,
    attempts: job.attemptsMade,
    reason: job.failedReason || null,
    askedAt: job.timestamp,
    endedAt: job.finishedOn ?? null,
  };
}
