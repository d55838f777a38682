import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { openStage, type RunningService, type Stage } from "@quantum/test-kit/stage";
import { environment } from "../src/config.ts";
import { createMscAiCore } from "../src/core/index.ts";
import { service } from "../src/service.ts";
import { type Answer, barsAt, closed, history, labelled, STEP_MS, step } from "./scenario.ts";

const SYMBOLS = ["BTCUSDT", "ETHUSDT"];
const { series } = labelled(SYMBOLS, 310);
let stage: Stage;
let running: RunningService;
const launch = () => stage.launch("msc_ai", { environment, service }, { MSC_AI_MODE: "OBSERVE" });

beforeAll(async () => {
  stage = await openStage();
  running = await launch();
});
afterAll(() => stage.close());

const past = SYMBOLS.map((symbol) => history(symbol, series[symbol]?.slice(0, 300) ?? []));
const closeOf = (i: number) => closed(barsAt(series, i));

/** What the core alone says about the same inputs. */
function expected(): Answer[] {
  const state = createMscAiCore().initial();
  for (const input of past) createMscAiCore().decide(state, input);
  return [300, 301, 302].map((i) => step(state, closeOf(i)));
}

describe("msc_ai over a real bus", () => {
  it("answers every cycle once, over a restart, exactly as its core alone does", async () => {
    await stage.publish(...past, closeOf(300));
    await stage.until("regime.classified", 1);
    await stage.stop(running);
    await stage.publish(closeOf(301), closeOf(302));
    running = await launch();
    const events = await stage.until("regime.classified", 3);
    expect(events).toHaveLength(3);
    expect(events.map(({ data }) => data)).toEqual(JSON.parse(JSON.stringify(expected())));
    expect(events.map(({ cycle, source, mode }) => [cycle, source, mode])).toEqual(
      [300, 301, 302].map((i) => [(series.BTCUSDT?.[i]?.openAt ?? 0) + STEP_MS, "msc_ai", "OBSERVE"]),
    );
  });

  it("shows the state of the market and of one symbol, and says what it knows when asked for another", async () => {
    const last = JSON.parse(JSON.stringify(expected()[2])) as Answer;
    const { announce: _, ...judgement } = last;
    expect((await stage.ask(running, "/state")).body).toMatchObject({ ...judgement, interval: "5m", knownRatio: 1 });
    expect((await stage.ask(running, "/state/ETHUSDT")).body).toMatchObject({ ...last.symbols[1], reason: null });
    expect(await stage.ask(running, "/state/NOPEUSDT")).toEqual({
      status: 404,
      body: { error: "NOPEUSDT was not in the newest cycle", symbols: SYMBOLS },
    });
  });
});
