import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { readConfig } from "@quantum/service-kit/config";
import { openStage, type RunningService, type Stage } from "@quantum/test-kit/stage";
import type { EventData, Signal } from "@quantum/types";
import { environment } from "../src/config.ts";
import { createAiEngineCore } from "../src/core/index.ts";
import { service } from "../src/service.ts";
import { closed, generatedOf, history } from "./scenario.ts";

const SYMBOLS = ["BTCUSDT", "ETHUSDT"];
const SERIES = generatedOf(SYMBOLS, 110);
let stage: Stage;
let running: RunningService;
const launch = () => stage.launch("ai_engine", { environment, service }, { AI_ENGINE_MODE: "ENFORCED" });

beforeAll(async () => {
  stage = await openStage();
  running = await launch();
});
afterAll(() => stage.close());

const get = async <T>(path: string) => (await stage.ask<T>(running, path)).body;
const closeOf = (i: number) => closed(Object.fromEntries(SYMBOLS.map((symbol) => [symbol, SERIES[symbol]![i]!])));

/** What the core alone says about the same inputs. */
function expected(): EventData<"signals.generated">[] {
  const core = createAiEngineCore();
  const state = core.initial();
  for (const symbol of SYMBOLS) core.decide(state, history(symbol, SERIES[symbol]!.slice(0, 100)));
  return [100, 101, 102].map(
    (i) => (core.decide(state, closeOf(i)).effects[0] as unknown as { data: EventData<"signals.generated"> }).data,
  );
}

describe("ai_engine over a real bus", () => {
  it("answers every cycle once, over a restart, exactly as its core alone does", async () => {
    await stage.publish(...SYMBOLS.map((symbol) => history(symbol, SERIES[symbol]!.slice(0, 100))), closeOf(100));
    await stage.until("signals.generated", 1);
    await stage.stop(running);
    await stage.publish(closeOf(101), closeOf(102));
    running = await launch();
    const events = await stage.until("signals.generated", 3);
    expect(events).toHaveLength(3);
    expect(events.map(({ data }) => data)).toEqual(JSON.parse(JSON.stringify(expected())));
    expect(events.map(({ cycle, source, mode }) => [cycle, source, mode])).toEqual(
      [100, 101, 102].map((i) => [SERIES.BTCUSDT![i]!.openAt + 300_000, "ai_engine", "ENFORCED"]),
    );
  });

  it("shows the newest signals and its models", async () => {
    const shown = await get<{ at: number; signals: Signal[] }>("/signals");
    expect(shown.at).toBe(SERIES.BTCUSDT![102]!.openAt + 300_000);
    expect(shown.signals).toEqual(JSON.parse(JSON.stringify(expected()[2]?.signals)));
    const { models } = await get<{ models: { slot: string; name: string; learned: boolean; weight: number }[] }>("/models");
    expect(models.map(({ slot, learned, weight }) => [slot, learned, weight])).toEqual(
      ["XGB", "LGBM", "NH", "PT"].map((slot) => [slot, false, 1]),
    );
  });

  it("refuses unusable settings, naming the variable", () => {
    const read = (changes: Record<string, string>) => () => readConfig("ai_engine", environment, stage.env(changes));
    expect(read({ WEIGHT_XGB: "1.01" })).toThrow(/WEIGHT_XGB/);
    expect(read({ WEIGHT_XGB: "1", MIN_VOTES: "4" })).not.toThrow();
    expect(read({ HORIZON_BARS: "0" })).toThrow(/HORIZON_BARS/);
    expect(read({ INTERVAL: "7m" })).toThrow(/INTERVAL/);
  });
});
