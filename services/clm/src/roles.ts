import { runWorker } from "@quantum/service-kit/jobs";
import { run } from "@quantum/service-kit/run";
import { environment } from "./config.ts";
import { workerOf } from "./jobs/run-jobs.ts";
import { service } from "./service.ts";

/** Runs this process as the service or as one of its workers. `entry`: the program that is started to do a job's work. */
export function runRole(role: string | undefined, entry: string): Promise<void> {
  if (role === "worker") return runWorker("clm_worker", environment, (config) => workerOf(config, entry));
  return run("clm", environment, (config) => service(config, entry));
}
