import { type Job, WaitingError, Worker } from "bullmq";
import type { Logger } from "../logger.ts";
import { pause } from "../shell/pause.ts";
import { connectForWork, jobsPrefix, type QueueAddress, type WorkConnection } from "./connection.ts";
import { JOB_LIMITS, type JobLimits } from "./limits.ts";

/** What a handler is told besides its data. The signal aborts when the worker stops or has lost the job to another. */
export interface JobContext {
  readonly jobId: string;
  readonly kind: string;
  readonly attempt: number;
  readonly signal: AbortSignal;
  progress(ratio: number): void;
}

/** Does one kind of job. It may be run twice (a worker that was killed at the very end), so it must be safe to. */
export type JobHandler = (data: unknown, context: JobContext) => Promise<unknown>;

/** What a worker is made of. `name` tells it from other workers. */
export interface JobWorkerParts {
  readonly address: QueueAddress;
  readonly name: string;
  readonly handlers: Readonly<Record<string, JobHandler>>;
  readonly logger: Logger;
  readonly limits?: JobLimits;
}

/** Takes jobs from a queue, one at a time. Any number of them share a queue; the job of one that died goes to another. */
export class JobWorker {
  /** Jobs taken and not ended, ended well, and tries that failed, since it was made. */
  readonly counted = { active: 0, done: 0, failed: 0 };
  private readonly parts: JobWorkerParts;
  private readonly limits: JobLimits;
  private readonly connection: WorkConnection;
  private readonly worker: Worker;
  private stopping = false;
  private isTroubled = false;

  constructor(parts: JobWorkerParts) {
    this.parts = parts;
    this.limits = parts.limits ?? JOB_LIMITS;
    const { address, name, logger } = parts;
    this.connection = connectForWork(address.redisUrl, this.limits, (error) => logger.debug({ error }, "Redis connection of the worker"));
    this.worker = new Worker(address.queue, (job, token, signal) => this.work(job, { token, signal }), {
      connection: this.connection.redis,
      prefix: jobsPrefix(address),
      name,
      concurrency: 1,
      lockDuration: this.limits.lockMs,
      stalledInterval: this.limits.stalledCheckMs,
      maxStalledCount: this.limits.stalledTimes,
      drainDelay: this.limits.drainSeconds,
      runRetryDelay: this.limits.backOffMs,
    });
    this.worker.on("error", (error) => this.troubled(error));
    this.connection.redis.on("ready", () => {
      this.isTroubled = false;
    });
    this.worker.on("stalled", (jobId) => logger.warn({ jobId }, "the worker of this job is gone; the job waits again"));
    this.worker.on("lockRenewalFailed", (ids) => {
      for (const id of ids) this.worker.cancelJob(id, "another worker has it now");
    });
  }

  /** Whether Redis answers. */
  get connected(): boolean {
    return this.connection.redis.status === "ready";
  }

  /** Takes no more jobs and hands back the one it has. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.worker.cancelAllJobs("the worker stops");
    const inTime = new AbortController();
    const closed = this.worker.close().finally(() => inTime.abort());
    await Promise.race([closed, pause(this.limits.stopWaitMs, inTime.signal)]);
    this.connection.disconnect();
  }

  /** Said once per outage: it tries again many times a second. */
  private troubled(error: Error): void {
    const { logger } = this.parts;
    if (this.isTroubled) logger.debug({ error }, "the queue does not answer yet");
    else logger.warn({ error }, "the queue does not answer; trying again");
    this.isTroubled = true;
  }

  private async work(job: Job, { token, signal }: { token: string | undefined; signal: AbortSignal | undefined }): Promise<unknown> {
    const { logger, handlers } = this.parts;
    const about = { jobId: job.id, kind: job.name, attempt: job.attemptsMade + 1 };
    this.counted.active++;
    try {
      const handler = handlers[job.name];
      if (!handler) throw new Error(`no worker of this version does "${job.name}"; start one of the version that asked for it`);
      logger.info(about, "a job begins");
      const result = await handler(job.data, this.contextOf(job, signal ?? new AbortController().signal));
      this.counted.done++;
      logger.info(about, "a job is done");
      return result;
    } catch (error) {
      if (!this.stopping) {
        this.counted.failed++;
        logger.warn({ ...about, attempts: job.opts.attempts, error }, "a job failed; it is tried again until its attempts are used up");
        throw error;
      }
      await job.moveToWait(token);
      throw new WaitingError();
    } finally {
      this.counted.active--;
    }
  }

  private contextOf(job: Job, signal: AbortSignal): JobContext {
    let writtenAt = 0;
    const progress = (ratio: number): void => {
      if (Date.now() - writtenAt < this.limits.progressMs) return;
      writtenAt = Date.now();
      job.updateProgress(ratio).catch((error: unknown) => this.parts.logger.debug({ error }, "progress is not written"));
    };
    return { jobId: job.id ?? "", kind: job.name, attempt: job.attemptsMade + 1, signal, progress };
  }
}
