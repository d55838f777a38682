import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { readConfig } from "@quantum/service-kit/config";
import { openStage, type RunningService, type Stage } from "@quantum/test-kit/stage";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";
import { account, BAR_MS, bar, bars, closed, DAY, directive, history, instrument, listed, quotes } from "./scenario.ts";

const SYMBOLS = ["BTCUSDT", "ADAUSDT"];
let stage: Stage;
let running: RunningService;
const launch = () => stage.launch("universe_os", { environment, service }, { UNIVERSE_OS_MODE: "ENFORCED" });

beforeAll(async () => {
  stage = await openStage();
  running = await launch();
});
afterAll(() => stage.close());

const step = (closeAt: number) => {
  const closes = Object.fromEntries(SYMBOLS.map((symbol) => [symbol, bar(closeAt - BAR_MS, 100.2)]));
  return [account(closeAt), quotes(closeAt, { BTCUSDT: 1, ADAUSDT: 1 }), closed(closeAt, closes)];
};

describe("universe_os over a real bus", () => {
  it("answers every cycle once with what it has known over a restart", async () => {
    await stage.publish(listed(...SYMBOLS.map((symbol) => instrument(symbol))));
    await stage.publish(...SYMBOLS.map((symbol) => history(symbol, bars(DAY - BAR_MS))), ...step(DAY));
    await stage.until("universe.updated", 1);
    await stage.stop(running);
    await stage.publish(...step(DAY + BAR_MS), directive({ expiresAt: DAY + 10 * BAR_MS }), ...step(DAY + 2 * BAR_MS));
    running = await launch();
    const answers = await stage.until("universe.updated", 3);
    expect(answers.map(({ cycle, source, mode }) => [cycle, source, mode])).toEqual(
      [0, 1, 2].map((i) => [DAY + i * BAR_MS, "universe_os", "ENFORCED"]),
    );
    expect(answers.map(({ data }) => [data.refreshed, data.members.map(({ symbol }) => symbol)])).toEqual([
      [true, ["ADAUSDT", "BTCUSDT"]],
      [false, ["ADAUSDT", "BTCUSDT"]],
      [true, ["BTCUSDT"]],
    ]);
  });

  it("shows the universe, one symbol with every figure, and says so when it never heard of one", async () => {
    const universe = await stage.ask(running, "/universe");
    expect(universe.body).toMatchObject({ at: DAY + 2 * BAR_MS, coreSymbolsOnly: true, known: ["ADAUSDT", "BTCUSDT"] });
    const { status, body } = await stage.ask(running, "/universe/adausdt");
    expect(status).toBe(200);
    expect(body).toMatchObject({ symbol: "ADAUSDT", category: "MAJOR", sector: "L1", member: null, quoteVolumeEstimated: false });
    expect((body.filtersNow as { rule: string; passed: boolean }[]).filter(({ passed }) => !passed).map(({ rule }) => rule)).toEqual([
      "UOS-07",
    ]);
    expect(body.changes).toMatchObject([
      { at: DAY, included: true, code: "UOS-08_ENTRY_SCORE" },
      { at: DAY + 2 * BAR_MS, included: false, code: "UOS-07_CORE_SYMBOLS_ONLY", measured: "MAJOR", limit: "CORE" },
    ]);
    const unknown = await stage.ask(running, "/universe/NOSUCHUSDT");
    expect(unknown).toMatchObject({ status: 404, body: { error: "UNKNOWN_SYMBOL" } });
    expect(String(unknown.body.message)).toMatch(/NOSUCHUSDT/);
  });

  it("counts its members in its metrics", async () => {
    const measured = await stage.untilMeasured(running, /fleet_universe_active_symbols\{[^}]*\} 1\n/);
    expect(measured).toMatch(/fleet_universe_known_symbols\{[^}]*\} 2\n/);
  });

  it("refuses unusable settings, naming the variable", () => {
    const read = (changes: Record<string, string>) => () => service(readConfig("universe_os", environment, stage.env(changes)));
    expect(read({ UNIVERSE_MAX_MEMBERS: "0" })).toThrow(/UNIVERSE_MAX_MEMBERS/);
    expect(read({ UNIVERSE_ENTER_SCORE: "1.1" })).toThrow(/UNIVERSE_ENTER_SCORE/);
    expect(read({ UNIVERSE_LEAVE_SCORE: "0.61" })).toThrow(/UNIVERSE_LEAVE_SCORE/);
    expect(read({ UNIVERSE_LEAVE_SCORE: "0.6" })).not.toThrow();
    expect(read({ UNIVERSE_OS_MODE: "SLEEPY" })).toThrow(/UNIVERSE_OS_MODE/);
  });
});
