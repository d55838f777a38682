import type { OwnGauge } from "@quantum/service-kit/run";
import type { EvaluationVerdict } from "../core/index.ts";
import type { StoredEvaluation } from "./evaluation-store.ts";
import type { Seen } from "./job-desk.ts";

const VERDICT_VALUES: Readonly<Record<EvaluationVerdict, number>> = { "N/A": -1, NO_EDGE: 0, EDGE: 1 };

/** What is not known is shown as such: without a value the last one would stay. */
const UNKNOWN = Number.NaN;

/** What is shown of the jobs and of the newest evaluation. */
export function jobGauges(seen: Seen | null): readonly OwnGauge[] {
  if (seen === null) return [];
  const { queue, failedDay, newest } = seen;
  return [
    ...(["waiting", "delayed", "active"] as const).map((state) => ({
      name: "fleet_jobs",
      help: "Jobs on their way, by state; delayed ones failed and are tried again",
      value: queue[state],
      labels: { queue: "clm", state },
    })),
    {
      name: "fleet_jobs_failed_day",
      help: "Jobs given up within a day and not asked for again",
      value: failedDay,
      labels: { queue: "clm" },
    },
    { name: "fleet_job_workers", help: "Workers that take jobs from the queue", value: queue.workers, labels: { queue: "clm" } },
    {
      name: "fleet_job_wait_seconds",
      help: "How long the oldest waiting job has waited",
      value: queue.oldestWaitMs / 1000,
      labels: { queue: "clm" },
    },
    ...(newest === null ? [] : evaluationGauges(newest)),
  ];
}

function evaluationGauges({ slots, recordedAt }: StoredEvaluation): OwnGauge[] {
  return [
    { name: "fleet_evaluation_recorded_seconds", help: "When the models were judged last, epoch seconds", value: recordedAt / 1000 },
    ...slots.flatMap(({ slot, verdict, excess, skill }): OwnGauge[] => [
      { name: "fleet_model_verdict", help: "1 EDGE, 0 NO_EDGE, -1 too little to say", value: VERDICT_VALUES[verdict], labels: { slot } },
      { name: "fleet_model_excess_ratio", help: "Accuracy beyond chance", value: excess?.value ?? UNKNOWN, labels: { slot } },
      {
        name: "fleet_model_excess_low_ratio",
        help: "Lower bound of the accuracy beyond chance",
        value: excess?.low ?? UNKNOWN,
        labels: { slot },
      },
      { name: "fleet_model_skill_ratio", help: "Brier skill against the base rate", value: skill?.value ?? UNKNOWN, labels: { slot } },
      { name: "fleet_model_skill_low_ratio", help: "Lower bound of the Brier skill", value: skill?.low ?? UNKNOWN, labels: { slot } },
    ]),
  ];
}
