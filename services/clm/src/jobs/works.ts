import type { JobHandler } from "@quantum/service-kit/jobs";
import { type Work, type WorkPlace, workInProcess } from "@quantum/service-kit/jobs/work";
import { evaluateModels } from "./evaluate-models.ts";
import { EVALUATE } from "./evaluation-request.ts";

/** Everything clm's workers can do, each in a process of its own. */
export const WORKS: Readonly<Record<string, Work>> = { [EVALUATE]: evaluateModels };

/** The kinds of jobs as a worker takes them. */
export function jobHandlers(place: WorkPlace): Readonly<Record<string, JobHandler>> {
  return Object.fromEntries(Object.keys(WORKS).map((kind) => [kind, (data, context) => workInProcess(place, data, context)]));
}
