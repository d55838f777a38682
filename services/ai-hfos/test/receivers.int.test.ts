import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "@quantum/test-kit";
import { openStage, type RunningService, type Stage } from "@quantum/test-kit/stage";
import * as policyConfig from "../../orchestrator-policy/src/config.ts";
import { service as policy } from "../../orchestrator-policy/src/service.ts";
import * as palConfig from "../../pal/src/config.ts";
import { service as pal } from "../../pal/src/service.ts";
import * as pbaConfig from "../../pba/src/config.ts";
import { service as pba } from "../../pba/src/service.ts";
import * as universeConfig from "../../universe-os/src/config.ts";
import { service as universe } from "../../universe-os/src/service.ts";
import * as hfosConfig from "../src/config.ts";
import { service as hfos } from "../src/service.ts";
import { bars, hello, history, portfolio, STEP_MS, T0 } from "./scenario.ts";

const RECEIVERS = ["orchestrator_policy", "pal", "pba", "universe_os"];
const NEXT = T0 + STEP_MS;
let stage: Stage;
let coordinator: RunningService;

beforeAll(async () => {
  stage = await openStage();
  const own = { MODES: "ENFORCED" };
  coordinator = await stage.launch("ai_hfos", { environment: hfosConfig.environment, service: hfos }, own);
  await stage.launch("orchestrator_policy", { environment: policyConfig.environment, service: policy }, own);
  await stage.launch("universe_os", { environment: universeConfig.environment, service: universe }, own);
  await stage.launch("pba", { environment: pbaConfig.environment, service: pba }, own);
  await stage.launch("pal", { environment: palConfig.environment, service: pal }, { ...own, WAIT_MS: "200" });
  await stage.publish(hello("portfolio_intelligence"), ...history());
  await stage.publish(portfolio(T0, 0), bars(T0));
  await stage.until("fleet.coordinated", 1);
});
afterAll(() => stage.close());

async function acknowledgements(): Promise<Record<string, { obeyed: boolean }>> {
  type Directives = { inForce: { acknowledged: Record<string, { obeyed: boolean }> } | null };
  return (await stage.ask<Directives>(coordinator, "/directives")).body.inForce?.acknowledged ?? {};
}

describe("a risk mode set by a person", () => {
  it("is acknowledged by all receivers, each once, and obeyed by them from the next cycle on", async () => {
    const body = { mode: "SAFE", by: "anna", reason: "news at noon", expiresInMinutes: 60 };
    const before = performance.now();
    expect((await stage.ask(coordinator, "/risk_mode", { body })).status).toBe(200);
    const all = async () => (Object.keys(await acknowledgements()).length === RECEIVERS.length ? acknowledgements() : null);
    const acknowledged = await eventually(all, { what: "all acknowledgements" });
    process.stdout.write(`acknowledged by all receivers after ${Math.round(performance.now() - before)} ms\n`);
    expect(Object.keys(acknowledged).sort()).toEqual(RECEIVERS);
    expect(Object.values(acknowledged).every(({ obeyed }) => obeyed)).toBe(true);
    await stage.publish(portfolio(NEXT, 0), bars(NEXT));
    const said = await stage.until("fleet.coordinated", 2);
    expect(said[1]?.data).toMatchObject({ restraint: { riskMode: "SAFE", coreSymbolsOnly: true }, unacknowledged: [] });
    const policies = await stage.until("policy.set", 2);
    expect(policies.map(({ data }) => data.inputs.riskMode)).toEqual(["NORMAL", "SAFE"]);
    expect(await stage.said("directive.acknowledged")).toHaveLength(RECEIVERS.length);
  });
});
