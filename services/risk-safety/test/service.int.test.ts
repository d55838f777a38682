import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "@quantum/test-kit";
import { CONTROL_TOKEN, openStage, type RunningService, type Stage } from "@quantum/test-kit/stage";
import type { Intent } from "@quantum/types";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";
import { intent, ready, requested } from "./scenario.ts";

let stage: Stage;
let running: RunningService;
const launch = () => stage.launch("risk_safety", { environment, service }, { MODES: "OBSERVE,OFF" });

beforeAll(async () => {
  stage = await openStage();
  running = await launch();
  await stage.publish(...ready());
});
afterAll(() => stage.close());

/** Asks for an order and waits for the answer: null when cleared, else the code of the refusal. */
async function answerTo(order: Intent): Promise<string | null> {
  await stage.publish(requested(order));
  const answer = async () => {
    const events = [...(await stage.said("order.cleared")), ...(await stage.said("order.refused"))];
    return events.find(({ data }) => data.intent.intentId === order.intentId);
  };
  const event = await eventually(answer, { what: "an answer" });
  return event.type === "order.refused" ? event.data.code : null;
}

const post = (path: string, body: object, token = CONTROL_TOKEN) => stage.ask(running, path, { body, token });
const get = async (path: string) => (await stage.ask(running, path)).body;

describe("risk_safety over a real bus and database", () => {
  it("clears and refuses orders, and keeps a row with every verdict", async () => {
    expect(await answerTo(intent())).toBeNull();
    expect(await answerTo(intent({ leverage: 99 }))).toBe("MAX_LEVERAGE");
    expect(await get("/state")).toMatchObject({ totalNotionalUsd: "1000", exposedSymbols: ["BTCUSDT"] });
    expect(await get("/limits")).toMatchObject({
      limits: { maxLeverage: 10 },
      rules: expect.arrayContaining([{ id: "RS-01", code: "MALFORMED_ORDER", applies: "ALL" }]),
    });
  });

  it("the kill latch needs the token, is saved over a restart, and stops entries until it is cleared", async () => {
    expect((await post("/kill", { by: "ann", reason: "drill" }, "wrong-token-wrong-token")).status).toBe(401);
    expect((await post("/kill", { by: "ann", reason: "drill" })).body).toMatchObject({ kill: { set: true, by: "ann" } });
    expect(await answerTo(intent())).toBe("KILL_LATCH");
    await stage.stop(running);
    running = await launch();
    expect(await answerTo(intent())).toBe("KILL_LATCH");
    expect((await post("/clear", { by: "ann" })).status).toBe(400);
    expect((await post("/clear", { by: "ann", reason: "drill over" })).body).toMatchObject({ kill: { set: false } });
    expect(await answerTo(intent({ symbol: "ETHUSDT" }))).toBeNull();
    expect(await stage.said("killLatch.changed")).toHaveLength(2);
  });

  it("is enforced whatever its environment says, and cannot be set to anything else", async () => {
    expect(await get("/health")).toMatchObject({ mode: "ENFORCED" });
    expect((await post("/set_mode", { mode: "OFF", by: "ann", reason: "try" })).status).toBe(400);
    expect((await post("/disable", { by: "ann", reason: "try" })).status).toBe(400);
  });
});
