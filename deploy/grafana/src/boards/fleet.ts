import { type Board, figure, lines, STATUS_WORDS, states, YES_IS_GOOD } from "../panel.ts";

/** How every service is. */
export const FLEET_BOARD: Board = {
  uid: "quantum-fleet",
  title: "Fleet",
  tags: ["overview"],
  help: "Every service: up, healthy, in which mode, how far behind, how large.",
  rows: [
    {
      title: "Now",
      panels: [
        figure({ title: "Services up", help: "Services that answer" }, ["fleet:services_up:count", "up"]),
        figure({ title: "On the roster", help: "Services that said hello and no goodbye" }, ["sum(fleet_on_roster)", "on roster"]),
        figure({ title: "Not healthy", help: "DEGRADED or UNHEALTHY" }, ["count(fleet_health_status > 0) or on () vector(0)", "services"]),
        figure({ title: "Alerts firing", help: "All severities" }, ['count(ALERTS{alertstate="firing"}) or on () vector(0)', "alerts"]),
        figure({ title: "Furthest behind", help: "Entries not read or not finished" }, ["max(fleet_stream_lag_entries)", "entries"]),
        figure({ title: "Versions", help: "More than one during an upgrade" }, [
          "count(count by (version) (fleet_build_info))",
          "versions",
        ]),
      ],
    },
    {
      title: "Health",
      panels: [
        states({ title: "Health", help: "Progress, not whether the process answers", words: STATUS_WORDS }, [
          "fleet_health_status",
          "{{module}}",
        ]),
        states({ title: "Answers Prometheus", help: "up", words: YES_IS_GOOD }, ['up{job="fleet"}', "{{module}}"]),
        states({ title: "Dependencies", help: "Lowest over all services", words: YES_IS_GOOD }, [
          "min by (dependency) (fleet_dependency_up)",
          "{{dependency}}",
        ]),
        states({ title: "Holds its lease", help: "Which instance acts", words: YES_IS_GOOD }, [
          "max by (module) (fleet_active)",
          "{{module}}",
        ]),
      ],
    },
    {
      title: "Work",
      panels: [
        lines({ title: "Events taken", help: "Inputs decided on, per second" }, ["fleet:inputs:rate5m", "{{module}}"]),
        lines({ title: "From events to saved", unit: "s", help: "99th percentile" }, ["fleet:batch_seconds:p99_5m", "{{module}}"]),
        lines({ title: "Inputs in one commit", help: "Average: rises when a service catches up" }, [
          "sum by (module) (rate(fleet_batch_inputs_sum[5m])) / sum by (module) (rate(fleet_batch_inputs_count[5m]))",
          "{{module}}",
        ]),
        lines({ title: "Behind", help: "Entries not read or not finished" }, ["fleet_stream_lag_entries", "{{module}}"]),
        lines({ title: "Waiting without progress", unit: "s", help: "Zero while it works" }, ["fleet_waiting_seconds", "{{module}}"]),
        lines({ title: "Age of the last input", unit: "s", help: "How long ago something was saved" }, [
          "fleet_input_age_seconds",
          "{{module}}",
        ]),
        lines({ title: "Rows waiting for Postgres", help: "Queued in Redis" }, ["fleet_rows_backlog_rows", "{{module}}"]),
        lines({ title: "Calls on their way", help: "Decided and not answered" }, ["fleet_calls_running", "{{module}}"]),
        lines({ title: "Market time", unit: "dateTimeAsIso", help: "Of the newest input" }, [
          "fleet_market_time_seconds * 1000",
          "{{module}}",
        ]),
      ],
    },
    {
      title: "Trouble",
      panels: [
        lines({ title: "Dead letters", help: "In the last hour" }, [
          "sum by (module) (increase(fleet_dead_letters_total[1h]))",
          "{{module}}",
        ]),
        lines({ title: "Started again from what is saved", help: "In the last hour, by cause" }, [
          "sum by (module, cause) (increase(fleet_reloads_total[1h]))",
          "{{module}} {{cause}}",
        ]),
        lines({ title: "Rows refused by Postgres", help: "In the last hour" }, ["increase(fleet_rows_refused_total[1h])", "{{module}}"]),
        lines({ title: "Streams trimmed unread", help: "Must be zero" }, ["fleet_streams_lost", "{{module}}"]),
        lines({ title: "Control refused", help: "Without the right token, in the last hour" }, [
          "increase(fleet_control_refused_total[1h])",
          "{{module}}",
        ]),
        lines({ title: "Alerts of the fleet itself", help: "Raised since each service started" }, [
          "sum by (severity, code) (fleet_alerts_total) or on () vector(0)",
          "{{severity}} {{code}}",
        ]),
      ],
    },
    {
      title: "Size",
      panels: [
        lines({ title: "CPU", unit: "percentunit", help: "Of one core" }, [
          'rate(process_cpu_seconds_total{job="fleet"}[5m])',
          "{{module}}",
        ]),
        lines({ title: "Private memory", unit: "bytes", help: "As a container is charged for it" }, [
          "fleet_private_memory_bytes",
          "{{module}}",
        ]),
        lines({ title: "Share of its memory limit", unit: "percentunit", help: "Only where there is a limit" }, [
          "fleet_private_memory_bytes / fleet_memory_limit_bytes or on () vector(0)",
          "{{module}}",
        ]),
        lines({ title: "Resident memory", unit: "bytes", help: "Shared program pages included" }, [
          'process_resident_memory_bytes{job="fleet"}',
          "{{module}}",
        ]),
        lines({ title: "Event loop lag", unit: "s", help: "99th percentile" }, [
          'nodejs_eventloop_lag_p99_seconds{job="fleet"}',
          "{{module}}",
        ]),
        lines({ title: "Uptime", unit: "s", help: "Since the process started" }, [
          'time() - process_start_time_seconds{job="fleet"}',
          "{{module}}",
        ]),
      ],
    },
  ],
};
