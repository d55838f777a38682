import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "@quantum/test-kit";
import { openStage, type RunningService, type Stage } from "@quantum/test-kit/stage";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";
import { BAR_MS, backfilled, classified, closed, hello, listed, T0, valued } from "./scenario.ts";

let stage: Stage;
let running: RunningService;
const launch = () => stage.launch("pal", { environment, service }, { MODES: "OBSERVE,ENFORCED,OFF,HEDGEFUND" });

beforeAll(async () => {
  stage = await openStage();
  running = await launch();
});
afterAll(() => stage.close());

const advice = async () => (await stage.ask(running, "/advice")).body;

describe("pal over a real bus", () => {
  it("advises a cycle once, over a restart in the middle of it, and shows what it said", async () => {
    await stage.publish(listed("BTCUSDT"), backfilled(), hello("pil", "OBSERVE"), closed(), classified(T0));
    await eventually(async () => (await advice()).openCycle === T0, { what: "the open cycle" });
    await stage.stop(running);
    await stage.publish(valued(T0));
    running = await launch();
    const answers = await stage.until("amplification.advised", 1);
    expect(answers).toHaveLength(1);
    expect(answers[0]).toMatchObject({
      mode: "OBSERVE",
      cycle: T0,
      data: { profile: "STANDARD", missing: [], advice: [{ action: "EXTEND_HOLD" }] },
    });
    expect(await advice()).toMatchObject({ last: { cycle: T0, advice: [{ tradeId: "t" }] }, trades: { t: { peakQuantity: "10" } } });
  }, 30_000);

  it("changes its profile with its mode", async () => {
    expect(await stage.ask(running, "/set_mode/HEDGEFUND", { body: { by: "anna", reason: "test" } })).toMatchObject({ status: 200 });
    const at = T0 + BAR_MS;
    await stage.publish(closed(at), classified(at), valued(at));
    const [, second] = await stage.until("amplification.advised", 2);
    expect(second).toMatchObject({ mode: "HEDGEFUND", cycle: at, data: { profile: "HEDGEFUND" } });
  }, 30_000);
});
