import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { findTool, runTool } from "./tool.ts";

const DEPLOY = join(import.meta.dirname, "..");
const TEST_WITHIN_MS = 300_000;
const folder = mkdtempSync(join(tmpdir(), "quantum-alerting-"));
const promtool = await findTool("promtool");
const amtool = await findTool("amtool", [DEPLOY, folder]);
const withPromtool = promtool.command ? it : it.skip;
const withAmtool = amtool.command ? it : it.skip;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const filesIn = (name: string): string[] =>
  readdirSync(join(DEPLOY, "prometheus", name)).map((file) => join(DEPLOY, "prometheus", name, file));

describe(`Prometheus' own opinion${promtool.missing ? ` (skipped: ${promtool.missing})` : ""}`, () => {
  withPromtool("finds nothing wrong with the rules", async () => {
    const { ok, output } = await runTool(promtool, "check", "rules", ...filesIn("rules"));
    expect(ok ? "" : output).toBe("");
  });

  withPromtool("finds nothing wrong with the configuration", async () => {
    const { ok, output } = await runTool(promtool, "check", "config", "--syntax-only", join(DEPLOY, "prometheus/prometheus.yml"));
    expect(ok ? "" : output).toBe("");
  });

  withPromtool(
    "sees every alert fire where it must, and keep quiet one step before",
    async () => {
      const { ok, output } = await runTool(promtool, "test", "rules", ...filesIn("tests"));
      expect(ok ? "" : output).toBe("");
    },
    TEST_WITHIN_MS,
  );
});

describe(`Alertmanager's own opinion${amtool.missing ? ` (skipped: ${amtool.missing})` : ""}`, () => {
  const SECRETS = { alert_webhook_url: "https://alerts.example/hook", alert_telegram_bot_token: "1:a", alert_telegram_chat_id: "-1001" };

  /** What start.sh makes of these secrets, as a file. */
  async function rendered(secrets: Readonly<Record<string, string>>): Promise<{ file: string; text: string }> {
    const own = mkdtempSync(join(folder, "secrets-"));
    for (const [name, value] of Object.entries(secrets)) writeFileSync(join(own, name), `${value}\n`);
    const file = join(own, "alertmanager.yml");
    const settings = [`SECRETS_DIR=${own}`, `ALERTMANAGER_RENDERED=${file}`, "START_ONLY_RENDER=1"];
    const start = { command: ["env", ...settings, "sh", join(DEPLOY, "alertmanager/start.sh")], missing: null };
    const { output } = await runTool(start);
    return { file, text: output };
  }

  it("is asked about the channels whose secrets are there, and only those", async () => {
    const both = await rendered(SECRETS);
    expect(both.text).toContain("chat_id: -1001");
    expect(both.text).toContain("webhook_configs");
    const neither = await rendered({ alert_webhook_url: "", alert_telegram_bot_token: "1:a" });
    expect(neither.text).not.toContain("webhook_configs");
    expect(neither.text).not.toContain("telegram_configs");
    expect(neither.text).toContain("no secret alert_webhook_url");
  });

  it("is not asked at all when the chat is no number: it says so and ends", async () => {
    const { text } = await rendered({ ...SECRETS, alert_telegram_chat_id: "my chat" });
    expect(text).toContain("must be a number");
    expect(text).not.toContain("receivers:");
  });

  withAmtool("finds nothing wrong, with all channels and with none", async () => {
    for (const secrets of [SECRETS, {}]) {
      const { file } = await rendered(secrets);
      const { ok, output } = await runTool(amtool, "check-config", file);
      expect(ok ? "" : output).toBe("");
    }
  });

  withAmtool("routes critical and warning to people, info to the record", async () => {
    const routed = async (severity: string): Promise<string> =>
      (
        await runTool(
          amtool,
          "config",
          "routes",
          "test",
          `--config.file=${join(DEPLOY, "alertmanager/alertmanager.yml")}`,
          `severity=${severity}`,
        )
      ).output;
    expect(await routed("critical")).toContain("people");
    expect(await routed("warning")).toContain("people");
    expect(await routed("info")).toContain("record");
  });
});
