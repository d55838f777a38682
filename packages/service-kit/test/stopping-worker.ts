/** A process with one worker: says "busy" when it has a job, stops the worker when it is told to, and has nothing to stay for after that. */

import { JOB_LIMITS, JobWorker } from "@quantum/service-kit/jobs";
import { createLogger } from "@quantum/service-kit/logger";

const [redisUrl = "", redisPrefix = "", queue = ""] = process.argv.slice(2);
const LIMITS = { ...JOB_LIMITS, backOffMs: 20, lockMs: 1_000, stalledCheckMs: 500, stopWaitMs: 500, drainSeconds: 1 };

const worker = new JobWorker({
  address: { redisUrl, redisPrefix, queue },
  name: "stopping",
  logger: createLogger("test", "silent"),
  limits: LIMITS,
  handlers: {
    work: (_data, { signal }) => {
      process.send?.("busy");
      return new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("told to stop"))));
    },
  },
});
process.once("message", async () => {
  await worker.stop();
  process.disconnect?.();
});
