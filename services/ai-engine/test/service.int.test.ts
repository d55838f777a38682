import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { busKeys, connectRedis, untilReady } from "@quantum/service-kit/bus";
import { readConfig } from "@quantum/service-kit/config";
import { createLogger } from "@quantum/service-kit/logger";
import { type RunningService, start } from "@quantum/service-kit/start";
import { eventually, testDatabase, testRedis } from "@quantum/test-kit";
import { CATALOGUE, type EventData, type FleetEvent, type Signal } from "@quantum/types";
import { environment } from "../src/config.ts";
import { createAiEngineCore } from "../src/core/index.ts";
import { service } from "../src/service.ts";
import { closed, generatedOf, history } from "./scenario.ts";

const APPEND = "local n = redis.call('INCR', KEYS[1]) return redis.call('XADD', KEYS[2], n .. '-0', 'type', ARGV[1], 'd', ARGV[2])";
const SYMBOLS = ["BTCUSDT", "ETHUSDT"];
const SERIES = generatedOf(SYMBOLS, 110);
const at = testRedis();
const keys = busKeys(at.prefix);
const redis = connectRedis(at.url, () => {});
let env: Record<string, string>;
let running: RunningService;

beforeAll(async () => {
  await untilReady(redis, new AbortController().signal);
  const fixed = { PORT: "0", REDIS_URL: at.url, REDIS_PREFIX: at.prefix, CONTROL_TOKEN: "a-control-token-for-tests", LEASE_TTL_MS: "600" };
  env = { ...fixed, DATABASE_URL: await testDatabase(), AI_ENGINE_MODE: "ENFORCED" };
  running = await launch();
});
afterAll(async () => {
  await running.stop("end of test");
  redis.disconnect();
});

async function launch(): Promise<RunningService> {
  const config = readConfig("ai_engine", environment, env);
  return start("ai_engine", config, service(config), createLogger("test", "silent"));
}

async function publish(...events: FleetEvent[]): Promise<void> {
  for (const event of events) {
    const stream = CATALOGUE.get(event.type)?.stream;
    if (!stream) throw new Error(`no stream for ${event.type}`);
    await redis.eval(APPEND, 2, keys.sequence, keys.stream(stream), event.type, JSON.stringify(event));
  }
}

async function answers(count: number): Promise<FleetEvent<"signals.generated">[]> {
  return eventually(
    async () => {
      const entries = await redis.xrange(keys.stream("signals"), "-", "+");
      const events = entries.map(([, fields]) => JSON.parse(fields[3] as string) as FleetEvent<"signals.generated">);
      return events.length >= count ? events : null;
    },
    { withinMs: 10_000, what: `${count} answers` },
  );
}

async function get<T>(path: string): Promise<T> {
  return (await (await fetch(`http://127.0.0.1:${running.port}${path}`)).json()) as T;
}

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
    await publish(...SYMBOLS.map((symbol) => history(symbol, SERIES[symbol]!.slice(0, 100))), closeOf(100));
    await answers(1);
    await running.stop("restart");
    await publish(closeOf(101), closeOf(102));
    running = await launch();
    const events = await answers(3);
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
    const read = (changes: Record<string, string>) => () => readConfig("ai_engine", environment, { ...env, ...changes });
    expect(read({ WEIGHT_XGB: "1.01" })).toThrow(/WEIGHT_XGB/);
    expect(read({ WEIGHT_XGB: "1", MIN_VOTES: "4" })).not.toThrow();
    expect(read({ HORIZON_BARS: "0" })).toThrow(/HORIZON_BARS/);
    expect(read({ INTERVAL: "7m" })).toThrow(/INTERVAL/);
  });
});
