import type { Alert, AlertGroup, Scene } from "./alert.ts";
import { BUS_ALERTS } from "./alerts/bus.ts";
import { EXECUTION_ALERTS } from "./alerts/execution.ts";
import { FLEET_ALERTS } from "./alerts/fleet.ts";
import { MODEL_ALERTS } from "./alerts/models.ts";
import { MODULE_ALERTS } from "./alerts/modules.ts";
import { MONITORING_ALERTS } from "./alerts/monitoring.ts";
import { RISK_ALERTS } from "./alerts/risk.ts";
import { TRADING_ALERTS } from "./alerts/trading.ts";
import { RECORDING_RULES } from "./recording-rules.ts";

/** All alerts, most urgent groups first. */
export const ALERT_GROUPS: readonly AlertGroup[] = [
  RISK_ALERTS,
  EXECUTION_ALERTS,
  TRADING_ALERTS,
  FLEET_ALERTS,
  BUS_ALERTS,
  MODEL_ALERTS,
  MODULE_ALERTS,
  MONITORING_ALERTS,
];

/** Where an alert is explained. */
export function runbookAnchor({ name }: Alert): string {
  return `docs/runbook.md#${name.toLowerCase()}`;
}

/** The recording rules as Prometheus reads them. */
export function recordingRules() {
  return { groups: [{ name: "recording", rules: RECORDING_RULES }] };
}

/** One group of alerts as Prometheus reads it. */
export function alertRules({ name, alerts }: AlertGroup) {
  const rules = alerts.map((alert) => ({
    alert: alert.name,
    expr: alert.expr,
    for: alert.for,
    labels: { severity: alert.severity },
    annotations: { summary: alert.summary, description: alert.means, runbook_url: runbookAnchor(alert) },
  }));
  return { groups: [{ name, rules }] };
}

/** Every alert as promtool tests it: it fires in one scene, and not in the other. */
export function ruleTests({ name, alerts }: AlertGroup) {
  return {
    rule_files: ["../rules/recording.yml", `../rules/${name}.yml`],
    evaluation_interval: "1m",
    tests: alerts.flatMap((alert) => [
      sceneTest(`${alert.name} fires`, alert, { scene: alert.fires, firing: true }),
      sceneTest(`${alert.name} keeps quiet`, alert, { scene: alert.quiet, firing: false }),
    ]),
  };
}

function sceneTest(title: string, alert: Alert, { scene, firing }: { scene: Scene; firing: boolean }) {
  const expr = `count(ALERTS{alertname="${alert.name}", alertstate="firing", severity="${alert.severity}"})`;
  return {
    name: title,
    interval: "1m",
    input_series: scene.series.map(splitSeries),
    promql_expr_test: [{ expr, eval_time: `${scene.atMinutes}m`, exp_samples: firing ? [{ labels: "{}", value: 1 }] : [] }],
  };
}

/** `name{labels} values`: the values begin after the closing brace, or after the name. */
function splitSeries(text: string): { series: string; values: string } {
  const end = text.includes("}") ? text.indexOf("}") + 1 : text.indexOf(" ");
  return { series: text.slice(0, end), values: text.slice(end).trim() };
}
