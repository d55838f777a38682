import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { busKeys, connectRedis, untilReady } from "@quantum/service-kit/bus";
import { readConfig } from "@quantum/service-kit/config";
import { createLogger } from "@quantum/service-kit/logger";
import { type RunningService, start } from "@quantum/service-kit/start";
import { eventually, testDatabase, testRedis } from "@quantum/test-kit";
import { CATALOGUE, type FleetEvent } from "@quantum/types";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";
import { account, BAR_MS, bar, bars, closed, DAY, directive, history, instrument, listed, quotes } from "./scenario.ts";

const APPEND = "local n = redis.call('INCR', KEYS[1]) return redis.call('XADD', KEYS[2], n .. '-0', 'type', ARGV[1], 'd', ARGV[2])";
const SYMBOLS = ["BTCUSDT", "ADAUSDT"];
const at = testRedis();
const keys = busKeys(at.prefix);
const redis = connectRedis(at.url, () => {});
let env: Record<string, string>;
let running: RunningService;

beforeAll(async () => {
  await untilReady(redis, new AbortController().signal);
  const fixed = { PORT: "0", REDIS_URL: at.url, REDIS_PREFIX: at.prefix, CONTROL_TOKEN: "a-control-token-for-tests", LEASE_TTL_MS: "600" };
  env = { ...fixed, DATABASE_URL: await testDatabase(), UNIVERSE_OS_MODE: "ENFORCED" };
  running = await launch();
});
afterAll(async () => {
  await running.stop("end of test");
  redis.disconnect();
});

async function launch(): Promise<RunningService> {
  const config = readConfig("universe_os", environment, env);
  return start("universe_os", config, service(config), createLogger("test", "silent"));
}

async function publish(...events: FleetEvent[]): Promise<void> {
  for (const event of events) {
    const stream = CATALOGUE.get(event.type)?.stream;
    if (!stream) throw new Error(`no stream for ${event.type}`);
    await redis.eval(APPEND, 2, keys.sequence, keys.stream(stream), event.type, JSON.stringify(event));
  }
}

/** What universe_os has said so far, once there is so much of it. */
async function said(count: number): Promise<FleetEvent<"universe.updated">[]> {
  return eventually(
    async () => {
      const entries = await redis.xrange(keys.stream("context"), "-", "+");
      const events = entries.map(([, fields]) => JSON.parse(fields[3] as string) as FleetEvent);
      const answers = events.filter((event): event is FleetEvent<"universe.updated"> => event.type === "universe.updated");
      return answers.length >= count ? answers : null;
    },
    { withinMs: 10_000, what: `${count} answers` },
  );
}

async function get(path: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`http://127.0.0.1:${running.port}${path}`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const step = (closeAt: number) => {
  const closes = Object.fromEntries(SYMBOLS.map((symbol) => [symbol, bar(closeAt - BAR_MS, 100.2)]));
  return [account(closeAt), quotes(closeAt, { BTCUSDT: 1, ADAUSDT: 1 }), closed(closeAt, closes)];
};

describe("universe_os over a real bus", () => {
  it("answers every cycle once with what it has known over a restart", async () => {
    await publish(listed(...SYMBOLS.map((symbol) => instrument(symbol))));
    await publish(...SYMBOLS.map((symbol) => history(symbol, bars(DAY - BAR_MS))), ...step(DAY));
    await said(1);
    await running.stop("restart");
    await publish(...step(DAY + BAR_MS), directive({ expiresAt: DAY + 10 * BAR_MS }), ...step(DAY + 2 * BAR_MS));
    running = await launch();
    const answers = await said(3);
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
    const universe = await get("/universe");
    expect(universe.body).toMatchObject({ at: DAY + 2 * BAR_MS, coreSymbolsOnly: true, known: ["ADAUSDT", "BTCUSDT"] });
    const { status, body } = await get("/universe/adausdt");
    expect(status).toBe(200);
    expect(body).toMatchObject({ symbol: "ADAUSDT", category: "MAJOR", sector: "L1", member: null, quoteVolumeEstimated: false });
    expect((body.filtersNow as { rule: string; passed: boolean }[]).filter(({ passed }) => !passed).map(({ rule }) => rule)).toEqual([
      "UOS-07",
    ]);
    expect(body.changes).toMatchObject([
      { at: DAY, included: true, code: "UOS-08_ENTRY_SCORE" },
      { at: DAY + 2 * BAR_MS, included: false, code: "UOS-07_CORE_SYMBOLS_ONLY", measured: "MAJOR", limit: "CORE" },
    ]);
    const unknown = await get("/universe/NOSUCHUSDT");
    expect(unknown).toMatchObject({ status: 404, body: { error: "UNKNOWN_SYMBOL" } });
    expect(String(unknown.body.message)).toMatch(/NOSUCHUSDT/);
  });

  it("counts its members in its metrics", async () => {
    const measured = await eventually(
      async () => {
        const text = await (await fetch(`http://127.0.0.1:${running.port}/metrics`)).text();
        return /fleet_universe_active_symbols\{[^}]*\} 1\n/.test(text) ? text : null;
      },
      { withinMs: 5_000, what: "the gauge" },
    );
    expect(measured).toMatch(/fleet_universe_known_symbols\{[^}]*\} 2\n/);
  });

  it("refuses unusable settings, naming the variable", () => {
    const read = (changes: Record<string, string>) => () => service(readConfig("universe_os", environment, { ...env, ...changes }));
    expect(read({ UNIVERSE_MAX_MEMBERS: "0" })).toThrow(/UNIVERSE_MAX_MEMBERS/);
    expect(read({ UNIVERSE_ENTER_SCORE: "1.1" })).toThrow(/UNIVERSE_ENTER_SCORE/);
    expect(read({ UNIVERSE_LEAVE_SCORE: "0.61" })).toThrow(/UNIVERSE_LEAVE_SCORE/);
    expect(read({ UNIVERSE_LEAVE_SCORE: "0.6" })).not.toThrow();
    expect(read({ UNIVERSE_OS_MODE: "SLEEPY" })).toThrow(/UNIVERSE_OS_MODE/);
  });
});
