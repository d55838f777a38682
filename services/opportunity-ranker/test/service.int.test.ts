import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { readConfig } from "@quantum/service-kit/config";
import { openStage, type RunningService, type Stage } from "@quantum/test-kit/stage";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";
import { BAR_MS, closed, DAY, hello, listed, quotes, regimes, signal, signals } from "./scenario.ts";

const SYMBOLS = ["BTCUSDT", "ADAUSDT"];
let stage: Stage;
let running: RunningService;
const launch = () => stage.launch("opportunity_ranker", { environment, service }, { OPPORTUNITY_RANKER_MODE: "ENFORCED", WAIT_MS: "400" });

beforeAll(async () => {
  stage = await openStage();
  running = await launch();
});
afterAll(() => stage.close());

const bars = (i: number) => [quotes(DAY + i * BAR_MS, SYMBOLS), closed(DAY + i * BAR_MS, { BTCUSDT: 100, ADAUSDT: 100 })];
const views = (i: number) => signals(DAY + i * BAR_MS, [signal("BTCUSDT"), signal("ADAUSDT", { probabilityUp: 0.3 })]);

describe("opportunity_ranker over a real bus", () => {
  it("answers each cycle once: over a restart in the middle of one, and after the wait when somebody stays silent", async () => {
    await stage.publish(listed(SYMBOLS), ...bars(0), views(0), ...bars(1));
    await stage.until("opportunities.ranked", 1);
    await stage.stop(running);
    await stage.publish(views(1));
    running = await launch();
    await stage.until("opportunities.ranked", 2);
    await stage.publish(hello("msc_ai", "ENFORCED"), ...bars(2), views(2));
    await stage.until("opportunities.ranked", 3);
    await stage.publish(...bars(3), views(3), regimes(DAY + 3 * BAR_MS, SYMBOLS, "BULL_STRONG"));
    const answers = await stage.until("opportunities.ranked", 4);
    expect(answers.map(({ cycle, mode }) => [cycle, mode])).toEqual([0, 1, 2, 3].map((i) => [DAY + i * BAR_MS, "ENFORCED"]));
    expect(answers.map(({ data }) => data.opportunities.length)).toEqual([4, 4, 4, 4]);
    expect(answers.map(({ data }) => data.opportunities[0]?.components.regime)).toEqual([undefined, undefined, 0, 1]);
  });

  it("shows the best places, as many as asked for, and refuses nonsense", async () => {
    const { body } = await stage.ask(running, "/rankings?limit=1");
    expect(body).toMatchObject({ at: DAY + 3 * BAR_MS, ranked: 4, tradablePlaces: 2, rankCorrelation: null });
    expect(body.opportunities).toMatchObject([{ rank: 1, symbol: "BTCUSDT", direction: "LONG" }]);
    expect((await stage.ask(running, "/rankings")).body.opportunities).toHaveLength(4);
    for (const limit of ["-1", "two", "41", "1.5"])
      expect(await stage.ask(running, `/rankings?limit=${limit}`)).toMatchObject({
        status: 400,
        body: { message: expect.stringMatching(/limit/) },
      });
    expect((await stage.ask(running, "/performance")).body).toMatchObject({ rankCorrelation: null, byDay: [], edgeBelieved: 0.5 });
  });

  it("measures what it believes", async () => {
    const measured = await stage.untilMeasured(running, /fleet_edge_believed_ratio/);
    expect(measured).toMatch(/fleet_edge_believed_ratio\{[^}]*\} 0\.5\n/);
    expect(measured).not.toMatch(/fleet_rank_correlation_ratio/);
  });

  it("refuses unusable settings, naming the variable", () => {
    const read = (changes: Record<string, string>) => () => service(readConfig("opportunity_ranker", environment, stage.env(changes)));
    expect(read({ RANKING_LIMIT: "-1" })).toThrow(/RANKING_LIMIT/);
    expect(read({ STOP_MIN_RATIO: "0.051" })).toThrow(/STOP_MIN_RATIO/);
    expect(read({ STOP_MIN_RATIO: "0.05" })).not.toThrow();
    expect(read({ INTERVAL: "7m" })).toThrow(/INTERVAL/);
  });
});
