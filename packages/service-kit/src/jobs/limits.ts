/** Every number of the queue, with unit and reason. */
export const JOB_LIMITS = {
  /** Tries before a job is given up. With the pauses below that is twenty minutes: a database that restarts is back by then. */
  attempts: 9,
  /** Pause before the second try, ms; doubled before each further one. */
  backOffMs: 5_000,
  /** How long a worker that shows no life keeps its job, ms. */
  lockMs: 15_000,
  /** How often it is looked for jobs whose worker is gone, ms. Lock and this together stay under the 30 s that recovery may take. */
  stalledCheckMs: 10_000,
  /** How often a job may lose its worker: one that kills every worker it meets is given up instead. */
  stalledTimes: 3,
  /** Jobs kept after they ended well, and after they were given up; both at most this old, seconds. */
  keptDone: 100,
  keptFailed: 100,
  keptForSeconds: 30 * 86_400,
  /** Entries of BullMQ's own stream of events; nobody reads it. */
  keptEvents: 100,
  /** How long a worker waits for work in one command, seconds; jobs that come meanwhile wake it at once. */
  drainSeconds: 5,
  /** Silence on a worker's connection that means it is broken, ms: longer than any blocking read. */
  silenceMs: 20_000,
  /** How long whoever asks for a job waits for Redis, ms. */
  askWaitMs: 3_000,
  /** How long a worker that is told to stop may take to hand its job back, ms; then the job is found stalled. */
  stopWaitMs: 4_000,
  /** How often progress is written, ms. */
  progressMs: 250,
  /** How long one try may take, ms. */
  tryMs: 30 * 60_000,
  /** Heap of the process that does the work, MB. */
  memoryMb: 64,
} as const;

/** The limits as a service or a test may set them. */
export type JobLimits = { readonly [Name in keyof typeof JOB_LIMITS]: number };
