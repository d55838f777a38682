import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { openStage, type RunningService, type Stage } from "@quantum/test-kit/stage";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";
import { BAR_MS, position, T0, valued } from "./scenario.ts";

let stage: Stage;
let running: RunningService;
const launch = () => stage.launch("pil", { environment, service }, { PIL_MODE: "OBSERVE", MODES: "OBSERVE,ENFORCED,OFF" });

beforeAll(async () => {
  stage = await openStage();
  running = await launch();
});
afterAll(() => stage.close());

describe("pil over a real bus", () => {
  it("answers every cycle once, goes on after a restart where it was, and shows what it said", async () => {
    await stage.publish(valued(T0, [position({ rMultiple: 0.4, maxFavourableR: 0.4, ageBars: 0 })]));
    await stage.until("positions.classified", 1);
    await stage.stop(running);
    await stage.publish(valued(T0 + 6 * BAR_MS, [position({ rMultiple: 1.2, maxFavourableR: 1.2, ageBars: 6 })]));
    running = await launch();
    const said = await stage.until("positions.classified", 2);
    expect(said.map(({ cycle, mode, data }) => [cycle, mode, data.positions[0]?.class])).toEqual([
      [T0, "OBSERVE", "SCALP"],
      [T0 + 6 * BAR_MS, "OBSERVE", "RUNNER"],
    ]);
    expect((await stage.ask(running, "/positions")).body).toMatchObject({
      cycle: T0 + 6 * BAR_MS,
      positions: [{ tradeId: "t1", class: "RUNNER" }],
      thresholds: { winnerR: 1 },
    });
  });
});
