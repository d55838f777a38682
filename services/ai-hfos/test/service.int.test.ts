import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { readConfig } from "@quantum/service-kit/config";
import { event } from "@quantum/test-kit";
import { openStage, type RunningService, type Sent, type Stage } from "@quantum/test-kit/stage";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";
import { bars, hello, history, portfolio, STEP_MS, T0 } from "./scenario.ts";

const at = (bar: number) => T0 + bar * STEP_MS;
let stage: Stage;
let running: RunningService;
const launch = () => stage.launch("ai_hfos", { environment, service }, { AI_HFOS_MODE: "ENFORCED", WAIT_MS: "200" });
const ask = (path: string, sent?: Sent) => stage.ask(running, path, sent);

beforeAll(async () => {
  stage = await openStage();
  running = await launch();
});
afterAll(() => stage.close());

async function cycleOf(bar: number, drawdownRatio = 0): Promise<void> {
  await stage.publish(portfolio(at(bar), drawdownRatio), bars(at(bar)));
}

describe("ai_hfos over a real bus", () => {
  it("takes no person's word before there is a market", async () => {
    const body = { mode: "SAFE", by: "anna", reason: "drill", expiresInMinutes: 5 };
    expect(await ask("/risk_mode", { body })).toMatchObject({ status: 409, body: { error: "NO_MARKET_YET" } });
  });

  it("answers a cycle once, and orders nothing in normal conditions", async () => {
    await stage.publish(hello("portfolio_intelligence"), ...history());
    await cycleOf(0);
    const [said] = await stage.until("fleet.coordinated", 1);
    expect(said).toMatchObject({
      cycle: T0,
      source: "ai_hfos",
      mode: "ENFORCED",
      data: { restraint: { riskMode: "NORMAL" }, missing: [] },
    });
    expect(await stage.said("directive.issued")).toEqual([]);
  });

  it.each<[string, string, Sent, number, string]>([
    ["a wrong token", "/risk_mode", { token: "wrong", body: { mode: "SAFE" } }, 401, "UNAUTHORIZED"],
    ["no reason", "/risk_mode", { body: { mode: "SAFE", by: "anna", expiresInMinutes: 5 } }, 400, "BAD_REQUEST"],
    ["no end", "/risk_mode", { body: { mode: "SAFE", by: "anna", reason: "drill" } }, 400, "BAD_REQUEST"],
    ["an end too far", "/risk_mode", { body: { mode: "SAFE", by: "a", reason: "drill", expiresInMinutes: 1_441 } }, 400, "BAD_REQUEST"],
    ["an unknown mode", "/risk_mode", { body: { mode: "BRAVE", by: "a", reason: "drill", expiresInMinutes: 5 } }, 400, "BAD_REQUEST"],
    ["an unknown module", "/override", { body: { service: "no", by: "a", reason: "drill", expiresInMinutes: 5 } }, 400, "UNKNOWN_MODULE"],
    ["the emergency stop", "/override", { body: { service: "ess", by: "a", reason: "no", expiresInMinutes: 5 } }, 400, "UNKNOWN_MODULE"],
  ])("refuses %s with a code", async (_, path, sent, status, error) => {
    expect(await ask(path, sent)).toMatchObject({ status, body: { error } });
  });

  it("keeps what a person said over a restart, and lets it be taken back", async () => {
    const override = { service: "msc_ai", by: "anna", reason: "it is broken", expiresInMinutes: 60 };
    expect(await ask("/override", { body: override })).toMatchObject({
      status: 200,
      body: { overrides: [{ service: "msc_ai" }] },
    });
    const mode = { mode: "CAUTIOUS", by: "anna", reason: "news at noon", expiresInMinutes: 60 };
    expect(await ask("/risk_mode", { body: mode })).toMatchObject({ status: 200, body: { wish: { riskMode: "CAUTIOUS" } } });
    await stage.stop(running);
    running = await launch();
    await cycleOf(1);
    const said = await stage.until("fleet.coordinated", 2);
    const overrides = [{ service: "msc_ai", by: "anna", reason: "it is broken", expiresAt: T0 + 3_600_000 }];
    expect(said[1]?.data).toMatchObject({ restraint: { riskMode: "CAUTIOUS" }, overrides, verdicts: [{ rule: "HF-09" }] });
    const who = { by: "bert", reason: "over" };
    expect(await ask("/override/msc_ai", { method: "DELETE", body: who })).toMatchObject({ status: 200, body: { overrides: [] } });
    expect(await ask("/override/msc_ai", { method: "DELETE", body: who })).toMatchObject({ status: 404 });
    expect(await ask("/risk_mode", { method: "DELETE", body: who })).toMatchObject({ status: 200, body: { wish: null } });
    expect(await ask("/state")).toMatchObject({ status: 200, body: { riskMode: "CAUTIOUS", overrides: [], lastCycle: at(1) } });
  });

  it("refuses a forged directive with a code and an alert, and goes on", async () => {
    const data = {
      directiveId: "x",
      targets: [],
      riskMode: "AGGRESSIVE" as const,
      constraints: {},
      expiresAt: at(99),
      by: "eve",
      reason: "now",
    };
    await stage.publish(event("directive.issued", data, { source: "trading_bot", at: at(1) }));
    const [refusal] = await stage.until("directive.acknowledged", 1);
    expect(refusal?.data).toMatchObject({ directiveId: "x", service: "ai_hfos", obeyed: false, reason: expect.stringMatching(/^FORGED/) });
    await cycleOf(2);
    expect((await stage.until("fleet.coordinated", 3))[2]?.data.restraint.riskMode).toBe("NORMAL");
  });

  it("two of them write one answer per cycle, also when the lease changes hands in between", async () => {
    const second = await launch();
    await cycleOf(3);
    await stage.until("fleet.coordinated", 4);
    // As after a long freeze: the first still believes, and is fenced.
    await stage.redis.del(stage.keys.lease("ai_hfos"));
    for (const bar of [4, 5, 6]) {
      await cycleOf(bar);
      await stage.until("fleet.coordinated", bar + 1);
    }
    await stage.stop(running);
    await cycleOf(7, 0.06);
    const said = await stage.until("fleet.coordinated", 8);
    expect(said.map(({ cycle }) => cycle)).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map(at));
    expect(said[7]?.data.restraint.riskMode).toBe("SAFE");
    running = second;
  });

  it("counts in its metrics", async () => {
    const measured = await stage.untilMeasured(running, /fleet_hfos_risk_mode_rank\{[^}]*\} 4\n/);
    expect(measured).toMatch(/fleet_hfos_refused_directives_total\{[^}]*\} 1\n/);
  });

  it("refuses unusable settings, naming the variable", () => {
    expect(() => readConfig("ai_hfos", environment, stage.env({ WAIT_MS: "0" }))).toThrow(/WAIT_MS/);
  });
});
