import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "@quantum/test-kit";
import { freePort } from "../../packages/local-servers/src/port.ts";
import { endTool, findTool, runTool } from "./tool.ts";

const DEPLOY = join(import.meta.dirname, "..");
const START_WITHIN_MS = 60_000;
const folder = mkdtempSync(join(tmpdir(), "quantum-delivery-"));
const container = `quantum-delivery-${process.pid}`;
const tool = await findTool("alertmanager", [DEPLOY, folder]);
const suite = tool.command ? describe : describe.skip;

interface Delivery {
  readonly status: string;
  readonly alerts: { readonly labels: Readonly<Record<string, string>>; readonly annotations: Readonly<Record<string, string>> }[];
}

suite(`messages to people${tool.missing ? ` (skipped: ${tool.missing})` : ""}`, () => {
  const delivered: Delivery[] = [];
  const receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      delivered.push(JSON.parse(body) as Delivery);
      response.end();
    });
  });
  let process: ChildProcess | null = null;
  let url = "";

  const raise = async (...alerts: Record<string, string>[]): Promise<void> => {
    const body = alerts.map((labels) => ({ labels, annotations: { summary: `about ${labels.alertname}` } }));
    const response = await fetch(`${url}/api/v2/alerts`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
  };
  const told = (): string[] => delivered.flatMap(({ alerts }) => alerts.map(({ labels }) => `${labels.alertname}`));

  beforeAll(async () => {
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    const hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
    writeFileSync(join(folder, "alert_webhook_url"), hook);
    const config = join(folder, "alertmanager.yml");
    const settings = [`SECRETS_DIR=${folder}`, `ALERTMANAGER_RENDERED=${config}`, "START_ONLY_RENDER=1"];
    await runTool({ command: ["env", ...settings, "sh", join(DEPLOY, "alertmanager/start.sh")], missing: null });
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const [program = "", ...rest] = (tool.command ?? []).flatMap((word) => (word === "--rm" ? ["--rm", "--name", container] : [word]));
    const own = [`--storage.path=${join(folder, "data")}`, `--web.listen-address=127.0.0.1:${port}`, "--cluster.listen-address="];
    process = spawn(program, [...rest, `--config.file=${config}`, ...own], { stdio: "ignore" });
    await eventually(async () => (await fetch(`${url}/-/ready`)).ok, { withinMs: START_WITHIN_MS, what: "Alertmanager is ready" });
  }, START_WITHIN_MS + 5_000);

  afterAll(async () => {
    await endTool(process, container);
    receiver.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("a critical alert is delivered at once; what follows from it, and what is for the record, is not", async () => {
    await raise(
      { alertname: "RedisUnreachable", severity: "critical", module: "pba" },
      { alertname: "ServiceStuck", severity: "critical", module: "pba" },
      { alertname: "ModeChanged", severity: "info", module: "pba" },
    );
    await eventually(() => told().includes("RedisUnreachable"), { withinMs: 20_000, what: "the critical alert is delivered" });
    await raise({ alertname: "DeadLetters", severity: "critical", module: "pil" });
    await eventually(() => told().includes("DeadLetters"), { withinMs: 20_000, what: "an alert of its own is delivered" });
    expect(told()).not.toContain("ServiceStuck");
    expect(told()).not.toContain("ModeChanged");
  }, 50_000);
});
