import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { readConfig } from "@quantum/service-kit/config";
import { openStage, type RunningService, type Stage } from "@quantum/test-kit/stage";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";
import { bars, directive, FLEET, portfolio, regime, STEP_MS, T0 } from "./scenario.ts";

let stage: Stage;
let running: RunningService;
const launch = () => stage.launch("orchestrator_policy", { environment, service }, { ORCHESTRATOR_POLICY_MODE: "ENFORCED", WAIT_MS: "50" });

beforeAll(async () => {
  stage = await openStage();
  running = await launch();
});
afterAll(() => stage.close());

const T1 = T0 + STEP_MS;
const T2 = T1 + STEP_MS;

describe("orchestrator_policy over a real bus", () => {
  it("answers every cycle once, over a restart in the middle of a wait", async () => {
    await stage.publish(...FLEET, directive("d1", "CAUTIOUS"), regime(T0), portfolio(T0), bars(T0));
    await stage.until("policy.set", 1);
    await stage.stop(running);
    await stage.publish(portfolio(T1, 0.02), bars(T1), regime(T1));
    running = await launch();
    const said = await stage.until("policy.set", 2);
    expect(said.map(({ cycle, source, mode, data }) => [cycle, source, mode, data.rowId])).toEqual([
      [T0, "orchestrator_policy", "ENFORCED", "CALM-CAUTIOUS"],
      [T1, "orchestrator_policy", "ENFORCED", "CALM-SMALL-CAUTIOUS"],
    ]);
  });

  it("does not wait for ever for one who is silent: the last word still counts, being one bar old", async () => {
    await stage.publish(portfolio(T2), bars(T2));
    const said = await stage.until("policy.set", 3);
    expect(said).toHaveLength(3);
    expect(said[2]).toMatchObject({ cycle: T2, data: { rowId: "CALM-CAUTIOUS", stale: [] } });
  });

  it("shows the row, the inputs and why", async () => {
    const { body } = await stage.ask(running, "/policy");
    expect(body).toMatchObject({
      cycle: T2,
      policy: { rowId: "CALM-CAUTIOUS", inputs: { riskMode: "CAUTIOUS", drawdown: "NONE" } },
      row: { id: "CALM-CAUTIOUS", reason: "the risk mode is CAUTIOUS" },
      inputs: { regime: { state: "BULL_WEAK", at: T1 }, drawdown: { at: T2 }, directives: [{ directiveId: "d1", by: "ai_hfos" }] },
      tableVersion: "1",
    });
  });

  it("refuses unusable settings, naming the variable", () => {
    expect(() => readConfig("orchestrator_policy", environment, stage.env({ WAIT_MS: "0" }))).toThrow(/WAIT_MS/);
  });
});
