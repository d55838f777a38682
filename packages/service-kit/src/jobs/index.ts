export type { QueueAddress } from "./connection.ts";
export { type AskOutcome, JobQueue, type JobRequest, type JobView, type QueueFigures } from "./job-queue.ts";
export { type JobContext, type JobHandler, JobWorker, type JobWorkerParts } from "./job-worker.ts";
export { JOB_LIMITS, type JobLimits } from "./limits.ts";
export { type RunningWorker, runWorker, startWorker, type WorkerConfig, type WorkerDefinition } from "./run-worker.ts";
export { giveWay, isWorkProcess, serveWork, type Work, type WorkContext, type WorkPlace, workInProcess } from "./work-process.ts";
