import type { Pool } from "@quantum/service-kit/database";
import { JobQueue, type QueueFigures } from "@quantum/service-kit/jobs";
import type { Logger } from "@quantum/service-kit/logger";
import type { BaseConfig, FeedAccess } from "@quantum/service-kit/run";
import { type JobSettings, jobLimits } from "../config.ts";
import { type ClmState, dueWindow, type EvaluationWindow, evaluationId, JOB_FAILED } from "../core/index.ts";
import { CLM_QUEUE, evaluationRequest } from "./evaluation-request.ts";
import { readEvaluation, readNewestEvaluation, type StoredEvaluation } from "./evaluation-store.ts";
import { areLabelsStored, countLabelled, hasLabels } from "./predictions-source.ts";

/** What was seen at the last look. Null: not seen yet. */
export interface Seen {
  readonly queue: QueueFigures;
  /** Jobs given up within the last day and not asked for again. */
  readonly failedDay: number;
  readonly newest: StoredEvaluation | null;
}

const DAY_MS = 86_400_000;

/** Asks for jobs: on request and by the schedule; watches the queue and tells what was given up. Does no job itself. */
export class JobDesk {
  seen: Seen | null = null;
  /** What keeps it from asking or looking, or null. */
  problem: string | null = null;
  readonly queue: JobQueue;
  private readonly settings: JobSettings;
  /** The newest window of the schedule that needs nothing more of this process. */
  private settledId: string | null = null;

  constructor(config: JobSettings & Pick<BaseConfig, "REDIS_URL" | "REDIS_PREFIX">, logger: Logger) {
    this.settings = config;
    const address = { redisUrl: config.REDIS_URL, redisPrefix: config.REDIS_PREFIX, queue: CLM_QUEUE };
    this.queue = new JobQueue(address, logger, jobLimits(config));
  }

  /** Asks for an evaluation, unless it is on its way, or made and no label has come since. */
  async ask(pool: Pool, window: EvaluationWindow): Promise<"ASKED" | "AGAIN" | "KNOWN"> {
    const made = await readEvaluation(pool, evaluationId(window));
    if (made !== null && made.labelled >= (await countLabelled(pool, window))) return "KNOWN";
    return this.queue.ask({ ...evaluationRequest(window), redo: true });
  }

  /** One look: what is due is asked for, what was given up is told, figures are taken. Never throws: `problem` says what is wrong. */
  async look(pool: Pool, { state, observe, logger }: FeedAccess<ClmState>): Promise<void> {
    try {
      await this.askWhatIsDue(pool, state());
      const failures = await this.queue.failures();
      for (const { id, kind, attempts, reason, endedAt } of failures.reverse()) {
        const failed = { id, kind, attempts, reason: reason ?? "no reason given", endedAt: endedAt ?? 0 };
        if (!state().toldFailures.includes(`${id} ${failed.endedAt}`)) await observe(JOB_FAILED, failed, null, `${id} ${failed.endedAt}`);
      }
      const failedDay = failures.filter(({ endedAt }) => Date.now() - (endedAt ?? 0) < DAY_MS).length;
      this.seen = { queue: await this.queue.figures(), failedDay, newest: await readNewestEvaluation(pool) };
      this.problem = null;
    } catch (error) {
      if (this.problem === null) logger.warn({ error }, "cannot look after the jobs; trying again");
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  /** What is due is asked for once its labels are in the database. A window without a single one is not worth a job: there was no trading. */
  private async askWhatIsDue(pool: Pool, state: Readonly<ClmState>): Promise<void> {
    const { lastLabelledAt } = state;
    const window = dueWindow(state, { everyHours: this.settings.EVALUATION_EVERY_HOURS, days: this.settings.EVALUATION_DAYS });
    if (window === null || evaluationId(window) === this.settledId || !(await areLabelsStored(pool, lastLabelledAt))) return;
    if (await hasLabels(pool, window)) await this.ask(pool, window);
    this.settledId = evaluationId(window);
  }
}
