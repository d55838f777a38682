import type { Alert, AlertGroup, Severity } from "./alert.ts";
import { ALERT_GROUPS } from "./rules.ts";

const URGENCY: Readonly<Record<Severity, string>> = {
  critical: "critical: now",
  warning: "warning: today",
  info: "info: when convenient",
};

const HEAD = `# Runbook

One entry for every alert. Each message carries the alert's name and a link to its entry here. This page is generated from
\`deploy/prometheus/src/alerts\` by \`pnpm run monitoring\`; change it there.

- **critical** wakes somebody, **warning** is looked at today, **info** is for the record.
- Stop entries at once: \`./quantum ess stop\`, the kill latch of the console, or \`POST /stop\` at ess (port 8012), or \`POST /kill\` at risk_safety (port 8005),
  each with the control token and \`{"by":"<you>","reason":"<why>"}\`. Stops that rest on the exchange keep resting.
- Everything at once: \`scripts/emergency_rollback.sh\` stops all modules and leaves the core trading.
- Why something was or was not traded: \`./quantum explain <order>\`, or the decision in the console.
- A test alert: \`docker compose exec alertmanager amtool --alertmanager.url=http://localhost:9093 alert add TestAlert severity=warning\`.
`;

/** The runbook, from the alerts. */
export function runbook(): string {
  const contents = ALERT_GROUPS.map(({ title, alerts }) => `- ${title}: ${alerts.map(link).join(", ")}`);
  return `${[HEAD.trimEnd(), contents.join("\n"), ...ALERT_GROUPS.map(chapter)].join("\n\n")}\n`;
}

function link({ name }: Alert): string {
  return `[${name}](#${name.toLowerCase()})`;
}

function chapter({ title, alerts }: AlertGroup): string {
  return [`## ${title}`, ...alerts.map(entry)].join("\n\n");
}

function entry(alert: Alert): string {
  const held = alert.for === "0s" ? "at once" : `after ${alert.for}`;
  return [
    `### ${alert.name}`,
    `_${URGENCY[alert.severity]}; fires ${held} when_ \`${alert.expr.replaceAll("\n", " ")}\``,
    [
      `- **What it means.** ${alert.means}`,
      `- **How to see it.** ${alert.see}`,
      `- **What to do.** ${alert.act}`,
      `- **When to escalate.** ${alert.escalate}`,
    ].join("\n"),
  ].join("\n\n");
}
