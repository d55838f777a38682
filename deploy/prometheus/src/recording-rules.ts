/** A figure that dashboards and alerts ask for often, calculated once. */
export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
}

const share = (part: string, whole: string): string => `${part} / ${whole}`;

/** Names: fleet:<what>:<how>. */
export const RECORDING_RULES: readonly RecordingRule[] = [
  { record: "fleet:services_up:count", expr: 'count(up{job="fleet"} == 1)' },
  { record: "fleet:inputs:rate5m", expr: "sum by (module) (rate(fleet_inputs_total[5m]))" },
  {
    record: "fleet:batch_seconds:p99_5m",
    expr: "histogram_quantile(0.99, sum by (module, le) (rate(fleet_batch_seconds_bucket[5m])))",
  },
  {
    record: "fleet:call_seconds:p95_5m",
    expr: "histogram_quantile(0.95, sum by (module, name, le) (rate(fleet_call_seconds_bucket[5m])))",
  },
  { record: "fleet:advice:increase6h", expr: "sum by (module, mode, advice) (increase(fleet_advice_total[6h]))" },
  {
    record: "fleet:model_abstentions:ratio1h",
    expr: share(
      'sum by (slot) (increase(fleet_model_votes_total{vote="ABSTAINED"}[1h]))',
      "sum by (slot) (increase(fleet_model_votes_total[1h]))",
    ),
  },
  {
    record: "fleet:model_accuracy:ratio1d",
    expr: share(
      'sum by (slot) (increase(fleet_predictions_total{correct="true"}[1d]))',
      "sum by (slot) (increase(fleet_predictions_total[1d]))",
    ),
  },
  {
    record: "fleet:win:ratio1d",
    expr: share('sum(increase(fleet_trades_closed_total{result="won"}[1d]))', "sum(increase(fleet_trades_closed_total[1d]))"),
  },
  {
    record: "fleet:shortfall_bps:avg6h",
    expr: [
      '(sum(increase(fleet_shortfall_paid_bps_total{part="total"}[6h])) - sum(increase(fleet_shortfall_gained_bps_total{part="total"}[6h])))',
      "/ sum(increase(fleet_shortfall_bps_count[6h]))",
    ].join(" "),
  },
];
