import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "@quantum/test-kit";
import { stringify } from "yaml";
import { quantum, quantumJson } from "../../packages/cli/test/run-quantum.ts";
import { freePort } from "../../packages/local-servers/src/port.ts";
import { BOARDS } from "../grafana/src/boards/index.ts";
import { prometheusConfig } from "../prometheus/src/scrape-config.ts";
import { endTool, findTool } from "./tool.ts";

const DEPLOY = join(import.meta.dirname, "..");
const START_WITHIN_MS = 180_000;
/** Long enough for some cycles on a busy machine. */
const DATA_WITHIN_MS = 150_000;
/** Every query, and where it stands. */
const PANELS = BOARDS.flatMap(({ title, rows }) =>
  rows.flatMap(({ panels }) => panels.flatMap((panel) => panel.queries.map(([expr]) => ({ where: `${title}: ${panel.title}`, expr })))),
);

const folder = mkdtempSync(join(tmpdir(), "quantum-dashboards-"));
const prometheus = await findTool("prometheus", [DEPLOY, folder]);
const container = `quantum-dashboards-${process.pid}`;
let watcher: ChildProcess | null = null;
let url = "";

interface Status {
  readonly fleet: { readonly services: readonly { readonly service: string; readonly port: number }[] };
}

/** Prometheus' configuration with this fleet's ports, asking often. */
async function watch(): Promise<void> {
  const { fleet } = await quantumJson<Status>(folder, "status");
  const ports = new Map(fleet.services.map(({ service, port }) => [service, port]));
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const config = prometheusConfig();
  const targets = config.scrape_configs[0]?.static_configs.map((target) => {
    const labels = "labels" in target ? target.labels : null;
    return { ...target, targets: [`127.0.0.1:${ports.get(labels?.module ?? "")}`] };
  });
  const file = join(folder, "prometheus.yml");
  const asked = {
    global: { scrape_interval: "1s", evaluation_interval: "1s", scrape_timeout: "1s" },
    rule_files: [join(DEPLOY, "prometheus/rules/*.yml")],
    scrape_configs: [{ ...config.scrape_configs[0], static_configs: targets }],
  };
  writeFileSync(file, stringify(asked));
  const [program = "", ...rest] = (prometheus.command ?? []).flatMap((word) => (word === "--rm" ? ["--rm", "--name", container] : [word]));
  const args = [`--config.file=${file}`, `--storage.tsdb.path=${join(folder, "tsdb")}`, `--web.listen-address=127.0.0.1:${port}`];
  watcher = spawn(program, [...rest, ...args], { stdio: "ignore" });
}

/** Has the models judged, which by itself happens once a day of market time: else there is no judgement to show. */
async function judgeModels(): Promise<void> {
  const { fleet } = await quantumJson<Status>(folder, "status");
  const clm = fleet.services.find(({ service }) => service === "clm");
  const token = readFileSync(join(folder, "secrets", "control-token"), "utf8").trim();
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const body = JSON.stringify({ by: "test", reason: "something to show" });
  const ask = async () => (await fetch(`http://127.0.0.1:${clm?.port}/models/evaluate`, { method: "POST", headers, body })).status === 202;
  await eventually(ask, { withinMs: START_WITHIN_MS, what: "clm has seen a close, and judges" });
}

/** How many series a query gives now; its error, when it is none. */
async function seriesOf(expr: string): Promise<number | string> {
  const response = await fetch(`${url}/api/v1/query`, { method: "POST", body: new URLSearchParams({ query: expr }) });
  const answer = (await response.json()) as { status: string; error?: string; data?: { result: unknown[] } };
  return answer.status === "success" ? (answer.data?.result.length ?? 0) : (answer.error ?? "no answer");
}

/** The panels that have nothing to show now, each with what Prometheus said. */
async function withoutData(panels: typeof PANELS): Promise<{ panel: (typeof PANELS)[number]; said: string }[]> {
  const found: { panel: (typeof PANELS)[number]; said: string }[] = [];
  for (const panel of panels) {
    const series = await seriesOf(panel.expr);
    if (series === 0 || typeof series === "string") found.push({ panel, said: series === 0 ? "no data" : series });
  }
  return found;
}

const suite = prometheus.command ? describe : describe.skip;

suite(`dashboards over a fleet that runs${prometheus.missing ? ` (skipped: ${prometheus.missing})` : ""}`, () => {
  beforeAll(async () => {
    const market = ["--symbols", "5", "--interval", "1m", "--clock", "paced", "--speed", "30"];
    const said = await quantum(folder, "up", "--modules", "all", "--mode", "observe", "--ports", "auto", ...market);
    if (said.code !== 0) throw new Error(`the fleet did not start:\n${said.out}\n${said.err}`);
    await watch();
    await judgeModels();
  }, 2 * START_WITHIN_MS);

  afterAll(async () => {
    await endTool(watcher, container);
    await quantum(folder, "down");
    rmSync(folder, { recursive: true, force: true });
  }, START_WITHIN_MS);

  it(
    "every query of every panel returns data",
    async () => {
      let waiting = PANELS;
      const allShow = async (): Promise<boolean> => {
        const missing = await withoutData(waiting);
        waiting = missing.map(({ panel }) => panel);
        if (missing.length > 0) throw new Error(missing.map(({ panel, said }) => `${panel.where}: ${said}: ${panel.expr}`).join("\n"));
        return true;
      };
      expect(await eventually(allShow, { withinMs: DATA_WITHIN_MS, what: "data in every panel" })).toBe(true);
    },
    DATA_WITHIN_MS + 10_000,
  );

  it("no rule fails to evaluate over it", async () => {
    const response = await fetch(`${url}/api/v1/rules`);
    const { data } = (await response.json()) as { data: { groups: { rules: { name: string; health: string; lastError?: string }[] }[] } };
    const rules = data.groups.flatMap((group) => group.rules);
    expect(rules.length).toBeGreaterThan(40);
    expect(rules.filter(({ health }) => health === "err").map(({ name, lastError }) => `${name}: ${lastError}`)).toEqual([]);
  });
});
