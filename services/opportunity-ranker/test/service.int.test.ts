import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { busKeys, connectRedis, untilReady } from "@quantum/service-kit/bus";
import { readConfig } from "@quantum/service-kit/config";
import { createLogger } from "@quantum/service-kit/logger";
import { type RunningService, start } from "@quantum/service-kit/start";
import { eventually, testDatabase, testRedis } from "@quantum/test-kit";
import { CATALOGUE, type FleetEvent } from "@quantum/types";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";
import { BAR_MS, closed, DAY, hello, listed, quotes, regimes, signal, signals } from "./scenario.ts";

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
  env = { ...fixed, DATABASE_URL: await testDatabase(), OPPORTUNITY_RANKER_MODE: "ENFORCED", WAIT_MS: "400" };
  running = await launch();
});
afterAll(async () => {
  await running.stop("end of test");
  redis.disconnect();
});

async function launch(): Promise<RunningService> {
  const config = readConfig("opportunity_ranker", environment, env);
  return start("opportunity_ranker", config, service(config), createLogger("test", "silent"));
}

async function publish(...events: FleetEvent[]): Promise<void> {
  for (const event of events) {
    const stream = CATALOGUE.get(event.type)?.stream;
    if (!stream) throw new Error(`no stream for ${event.type}`);
    await redis.eval(APPEND, 2, keys.sequence, keys.stream(stream), event.type, JSON.stringify(event));
  }
}

/** What the ranker has said so far, once there is so much of it. */
async function said(count: number): Promise<FleetEvent<"opportunities.ranked">[]> {
  return eventually(
    async () => {
      const entries = await redis.xrange(keys.stream("context"), "-", "+");
      const events = entries.map(([, fields]) => JSON.parse(fields[3] as string) as FleetEvent);
      const answers = events.filter((event): event is FleetEvent<"opportunities.ranked"> => event.type === "opportunities.ranked");
      return answers.length >= count ? answers : null;
    },
    { withinMs: 10_000, what: `${count} answers` },
  );
}

async function get(path: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`http://127.0.0.1:${running.port}${path}`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const bars = (i: number) => [quotes(DAY + i * BAR_MS, SYMBOLS), closed(DAY + i * BAR_MS, { BTCUSDT: 100, ADAUSDT: 100 })];
const views = (i: number) => signals(DAY + i * BAR_MS, [signal("BTCUSDT"), signal("ADAUSDT", { probabilityUp: 0.3 })]);

describe("opportunity_ranker over a real bus", () => {
  it("answers each cycle once: over a restart in the middle of one, and after the wait when somebody stays silent", async () => {
    await publish(listed(SYMBOLS), ...bars(0), views(0), ...bars(1));
    await said(1);
    await running.stop("restart");
    await publish(views(1));
    running = await launch();
    await said(2);
    await publish(hello("msc_ai", "ENFORCED"), ...bars(2), views(2));
    await said(3);
    await publish(...bars(3), views(3), regimes(DAY + 3 * BAR_MS, SYMBOLS, "BULL_STRONG"));
    const answers = await said(4);
    expect(answers.map(({ cycle, mode }) => [cycle, mode])).toEqual([0, 1, 2, 3].map((i) => [DAY + i * BAR_MS, "ENFORCED"]));
    expect(answers.map(({ data }) => data.opportunities.length)).toEqual([4, 4, 4, 4]);
    expect(answers.map(({ data }) => data.opportunities[0]?.components.regime)).toEqual([undefined, undefined, 0, 1]);
  });

  it("shows the best places, as many as asked for, and refuses nonsense", async () => {
    const { body } = await get("/rankings?limit=1");
    expect(body).toMatchObject({ at: DAY + 3 * BAR_MS, ranked: 4, tradablePlaces: 2, rankCorrelation: null });
    expect(body.opportunities).toMatchObject([{ rank: 1, symbol: "BTCUSDT", direction: "LONG" }]);
    expect((await get("/rankings")).body.opportunities).toHaveLength(4);
    for (const limit of ["-1", "two", "41", "1.5"])
      expect(await get(`/rankings?limit=${limit}`)).toMatchObject({ status: 400, body: { message: expect.stringMatching(/limit/) } });
    expect((await get("/performance")).body).toMatchObject({ rankCorrelation: null, byDay: [], edgeBelieved: 0.5 });
  });

  it("measures what it believes", async () => {
    const measured = await eventually(
      async () => {
        const text = await (await fetch(`http://127.0.0.1:${running.port}/metrics`)).text();
        return text.includes("fleet_edge_believed_ratio") ? text : null;
      },
      { withinMs: 5_000, what: "the gauge" },
    );
    expect(measured).toMatch(/fleet_edge_believed_ratio\{[^}]*\} 0\.5\n/);
    expect(measured).not.toMatch(/fleet_rank_correlation_ratio/);
  });

  it("refuses unusable settings, naming the variable", () => {
    const read = (changes: Record<string, string>) => () => service(readConfig("opportunity_ranker", environment, { ...env, ...changes }));
    expect(read({ RANKING_LIMIT: "-1" })).toThrow(/RANKING_LIMIT/);
    expect(read({ STOP_MIN_RATIO: "0.051" })).toThrow(/STOP_MIN_RATIO/);
    expect(read({ STOP_MIN_RATIO: "0.05" })).not.toThrow();
    expect(read({ INTERVAL: "7m" })).toThrow(/INTERVAL/);
  });
});
