import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "@quantum/test-kit";
import { openStage, type RunningService, type Stage } from "@quantum/test-kit/stage";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";
import { BAR_MS, close, signal, signals, T0, tradeClosed } from "./scenario.ts";

let stage: Stage;
let running: RunningService;
/** The service alone: it has no workers here. */
const alone = (config: Parameters<typeof service>[0]) => service(config, "");
const launch = () => stage.launch("clm", { environment, service: alone }, { CLM_ROLE: "service", LOG_LEVEL: "silent" });

beforeAll(async () => {
  stage = await openStage();
  running = await launch();
});
afterAll(() => stage.close());

const get = async <T>(path: string) => (await stage.ask<T>(running, path)).body;

interface Summary {
  stored: { status: string; rows: number; symbols: number; first_at: number; up_ratio: number | null }[];
  open: number;
  labelled: number;
  missing: number;
  trades: unknown;
}

describe("clm over a real bus and database", () => {
  it("stores predictions and completes the same rows at their horizon, over a restart", async () => {
    await stage.publish(
      close(T0, { BTCUSDT: 100, ETHUSDT: 100 }),
      signals(T0, [signal("BTCUSDT"), signal("ETHUSDT")]),
      tradeClosed("5", 0.5),
    );
    const open = await eventually(async () => {
      const summary = await get<Summary>("/training-set/summary");
      return summary.stored[0]?.rows === 2 ? summary : null;
    });
    expect(open.stored).toMatchObject([{ status: "OPEN", rows: 2, symbols: 2, first_at: T0, up_ratio: null }]);

    await stage.stop(running);
    await stage.publish(close(T0 + 3 * BAR_MS, { BTCUSDT: 101 }));
    running = await launch();
    const done = await eventually(
      async () => {
        const summary = await get<Summary>("/training-set/summary");
        return summary.missing > 0 && summary.stored.some(({ status }) => status === "MISSING") ? summary : null;
      },
      { what: "labels" },
    );
    expect(done.stored).toMatchObject([
      { status: "LABELLED", rows: 1, up_ratio: 1 },
      { status: "MISSING", rows: 1, up_ratio: null },
    ]);
    expect(done).toMatchObject({ open: 0, labelled: 1, missing: 1, trades: { closed: 1, won: 1, averageR: 0.5 } });
    const said = await stage.redis.xrange(stage.keys.stream("models"), "-", "+");
    expect(said).toHaveLength(1);
  });

  it("does not state an accuracy from one outcome", async () => {
    const { windows } = await get<{ windows: Record<string, { models: { slot: string; accuracy: number | null; note: string }[] }> }>(
      "/models/accuracy",
    );
    expect(windows.week?.models.map(({ slot, accuracy }) => [slot, accuracy])).toEqual(
      ["XGB", "LGBM", "NH", "PT", "ENSEMBLE"].map((slot) => [slot, null]),
    );
    expect(windows.day?.models[0]?.note).toBe("N/A: 1 decided outcomes, 200 needed");
  });
});
