import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { FLEET } from "../fleet.ts";
import { METRICS } from "../packages/service-kit/src/metrics/catalogue.ts";
import { generatedFiles } from "./generated-files.ts";
import { BOARDS } from "./grafana/src/boards/index.ts";
import { RECORDING_RULES } from "./prometheus/src/recording-rules.ts";
import { ALERT_GROUPS, runbookAnchor } from "./prometheus/src/rules.ts";

const ROOT = join(import.meta.dirname, "..");
const ALERTS = ALERT_GROUPS.flatMap(({ alerts }) => alerts);
const QUERIES = BOARDS.flatMap(({ rows }) => rows.flatMap(({ panels }) => panels.flatMap(({ queries }) => queries.map(([expr]) => expr))));
const ASKED = [...QUERIES, ...ALERTS.map(({ expr }) => expr), ...RECORDING_RULES.map(({ expr }) => expr)];

/** Metrics that are ours, by how code names them: the kit's list, and a service's own gauges. */
function metricsInCode(): Set<string> {
  const own = sourcesOf(join(ROOT, "services")).flatMap((file) => [
    ...readFileSync(file, "utf8").matchAll(/(?:name: |gauge\(\s*)"((?:fleet|simulator)_[a-z0-9_]+)"/g),
  ]);
  return new Set([...Object.keys(METRICS), ...own.map(([, name]) => name as string)]);
}

function sourcesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "node_modules" || entry.name === "web") return [];
    if (entry.isDirectory()) return sourcesOf(join(folder, entry.name));
    return entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts") ? [join(folder, entry.name)] : [];
  });
}

/** The metrics that PromQL asks for, without what Prometheus adds to a histogram. */
function metricsAsked(): Set<string> {
  const names = ASKED.flatMap((expr) =>
    [...expr.matchAll(/(?<![:\w])((?:fleet|simulator)_[a-z0-9_]+)/g)].map(([, name]) => name as string),
  );
  return new Set(names.map((name) => (name in METRICS ? name : name.replace(/_(bucket|sum|count)$/, ""))));
}

describe("generated files of monitoring", () => {
  it("are what `pnpm run monitoring` would write now", () => {
    const stale = [...generatedFiles()].filter(([path, content]) => readFileSync(join(ROOT, path), "utf8") !== content);
    expect(stale.map(([path]) => path)).toEqual([]);
  });

  it("are all there is: nothing is left of what is generated no more", () => {
    const known = new Set(generatedFiles().keys());
    for (const folder of ["deploy/prometheus/rules", "deploy/prometheus/scrape", "deploy/prometheus/tests", "deploy/grafana/dashboards"])
      for (const file of readdirSync(join(ROOT, folder))) expect(known).toContain(`${folder}/${file}`);
  });
});

describe("alerts", () => {
  it("are at least forty, each with a name of its own", () => {
    expect(ALERTS.length).toBeGreaterThanOrEqual(40);
    expect(new Set(ALERTS.map(({ name }) => name)).size).toBe(ALERTS.length);
  });

  it.each(ALERTS.map((alert) => [alert.name, alert] as const))(
    "%s says all that a person needs, and has a scene for both sides",
    (_, alert) => {
      expect(alert.name).toMatch(/^[A-Z][A-Za-z]+$/);
      expect(alert.for).toMatch(/^\d+[smh]$/);
      for (const text of [alert.summary, alert.means, alert.see, alert.act, alert.escalate]) expect(text.length).toBeGreaterThan(5);
      expect(alert.fires.series).not.toHaveLength(0);
      expect(alert.quiet.series).not.toHaveLength(0);
      expect(alert.quiet).not.toEqual(alert.fires);
    },
  );

  it("lead to a heading of the runbook that exists", () => {
    const headings = [...readFileSync(join(ROOT, "docs/runbook.md"), "utf8").matchAll(/^### (\S+)$/gm)].map(([, name]) => name);
    expect(headings.sort()).toEqual(ALERTS.map(({ name }) => name).sort());
    for (const alert of ALERTS) expect(runbookAnchor(alert)).toBe(`docs/runbook.md#${alert.name.toLowerCase()}`);
  });
});

describe("metrics", () => {
  it("that an alert, a rule or a panel asks for exist in code", () => {
    const inCode = metricsInCode();
    expect([...metricsAsked()].filter((name) => !inCode.has(name))).toEqual([]);
  });

  it("in code are on a dashboard or in an alert", () => {
    const asked = metricsAsked();
    expect([...metricsInCode()].filter((name) => !asked.has(name))).toEqual([]);
  });

  it("of recording rules that are asked for are recorded, and those recorded are asked for", () => {
    const recorded = RECORDING_RULES.map(({ record }) => record).sort();
    const asked = new Set(ASKED.flatMap((expr) => [...expr.matchAll(/\bfleet:[a-z_]+:[a-z0-9_]+/g)].map(([name]) => name)));
    expect([...asked].sort()).toEqual(recorded);
  });
});

describe("scrape targets", () => {
  it("are the services of the manifest, each at its container's name and port", () => {
    const config = readFileSync(join(ROOT, "deploy/prometheus/prometheus.yml"), "utf8");
    const targets = [...config.matchAll(/quantum_([a-z_]+):(\d+)/g)].map(([, name, port]) => `${name}:${port}`);
    expect(targets).toEqual(FLEET.map(({ name, port }) => `${name}:${port}`));
  });
});

describe("dashboards", () => {
  it("are six overviews and one for every service", () => {
    expect(BOARDS.map(({ uid }) => uid)).toEqual([
      ...["fleet", "trading", "risk", "models", "execution", "rollout"].map((name) => `quantum-${name}`),
      ...FLEET.map(({ name }) => `quantum-module-${name.replaceAll("_", "-")}`),
    ]);
  });

  it.each(BOARDS.map((board) => [board.title, board] as const))("%s: every panel has a query, a legend, and fits the grid", (_, board) => {
    expect(board.uid.length).toBeLessThanOrEqual(40);
    for (const panel of board.rows.flatMap(({ panels }) => panels)) {
      expect(panel.queries).not.toHaveLength(0);
      expect(panel.width).toBeLessThanOrEqual(24);
      for (const [expr, legend] of panel.queries) {
        expect(expr).not.toBe("");
        expect(legend).not.toBe("");
      }
    }
  });
});
