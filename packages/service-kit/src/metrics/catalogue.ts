import { DESK_METRICS } from "./desk-metrics.ts";
import { MODULE_METRICS } from "./module-metrics.ts";

/** What is measured: its kind, what it says, and its labels. Every label has few values that are known in the code. */
export interface MetricDefinition {
  readonly kind: "counter" | "gauge" | "histogram";
  readonly help: string;
  readonly labels: readonly string[];
  readonly buckets?: readonly number[];
}

/** Buckets of a decision or call, seconds: from a tenth of a millisecond to ten seconds. */
const SECONDS_BUCKETS = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What every service measures of itself. */
const SERVICE_METRICS = {
  fleet_build_info: { kind: "gauge", help: "Version that runs, and its rollout phase", labels: ["version", "phase"] },
  fleet_health_status: { kind: "gauge", help: "0 HEALTHY, 1 DEGRADED, 2 UNHEALTHY", labels: [] },
  fleet_mode: { kind: "gauge", help: "1 for the mode the service is in, 0 for the others it can be in", labels: ["mode"] },
  fleet_dependency_up: { kind: "gauge", help: "1 while what it depends on answers", labels: ["dependency"] },
  fleet_active: { kind: "gauge", help: "1 while this instance holds the lease", labels: [] },
  fleet_input_age_seconds: { kind: "gauge", help: "Time since the last input was saved", labels: [] },
  fleet_market_time_seconds: { kind: "gauge", help: "Market time of the newest input, epoch seconds", labels: [] },
  fleet_stream_lag_entries: { kind: "gauge", help: "Entries not read or not finished", labels: [] },
  fleet_streams_lost: { kind: "gauge", help: "Streams that were trimmed before this service had read them", labels: [] },
  fleet_waiting_seconds: { kind: "gauge", help: "How long work has waited without any progress", labels: [] },
  fleet_rows_backlog_rows: { kind: "gauge", help: "Rows not yet in Postgres", labels: [] },
  fleet_rows_refused_total: { kind: "counter", help: "Rows that Postgres refused and that were set aside", labels: [] },
  fleet_private_memory_bytes: { kind: "gauge", help: "Memory that is this process's alone", labels: [] },
  fleet_memory_limit_bytes: { kind: "gauge", help: "Memory its container may have", labels: [] },
  fleet_calls_running: { kind: "gauge", help: "Calls decided and not answered", labels: [] },
  fleet_reloads_total: { kind: "counter", help: "Times it started again from what is saved, by cause", labels: ["cause"] },
  fleet_inputs_total: { kind: "counter", help: "Inputs decided on", labels: ["type"] },
  fleet_effects_total: { kind: "counter", help: "Effects decided, by kind and event or table", labels: ["kind", "type"] },
  fleet_dead_letters_total: { kind: "counter", help: "Inputs that could not be digested", labels: ["type"] },
  fleet_batch_seconds: { kind: "histogram", help: "From inputs to everything saved", labels: [], buckets: SECONDS_BUCKETS },
  fleet_batch_inputs: { kind: "histogram", help: "Inputs saved in one commit", labels: [], buckets: [1, 2, 5, 10, 25, 50, 100] },
  fleet_call_seconds: { kind: "histogram", help: "Calls to the outside", labels: ["name", "outcome"], buckets: SECONDS_BUCKETS },
  fleet_figures_failed_total: { kind: "counter", help: "Events whose figures could not be taken", labels: ["type"] },
  fleet_control_refused_total: { kind: "counter", help: "Control requests without the right token", labels: [] },
} as const satisfies Record<string, MetricDefinition>;

/** Every metric of the kit, by name. Names: fleet_<noun>_<unit>; the label `module` is the service. */
export const METRICS = { ...SERVICE_METRICS, ...DESK_METRICS, ...MODULE_METRICS } as const satisfies Record<string, MetricDefinition>;

/** The name of a metric of the kit. */
export type MetricName = keyof typeof METRICS;
/** The label names of a metric. */
export type LabelOf<N extends MetricName> = (typeof METRICS)[N]["labels"][number];
/** The names of one kind. */
export type NameOf<K extends MetricDefinition["kind"]> = {
  [N in MetricName]: (typeof METRICS)[N]["kind"] extends K ? N : never;
}[MetricName];
