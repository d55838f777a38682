import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { busKeys, connectRedis, untilReady } from "@quantum/service-kit/bus";
import { readConfig } from "@quantum/service-kit/config";
import { createLogger } from "@quantum/service-kit/logger";
import { type RunningService, start } from "@quantum/service-kit/start";
import { eventually, testDatabase, testRedis } from "@quantum/test-kit";
import { CATALOGUE, type FleetEvent } from "@quantum/types";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";
import { BAR_MS, close, signal, signals, T0, tradeClosed } from "./scenario.ts";

const APPEND = "local n = redis.call('INCR', KEYS[1]) return redis.call('XADD', KEYS[2], n .. '-0', 'type', ARGV[1], 'd', ARGV[2])";
const at = testRedis();
const keys = busKeys(at.prefix);
const redis = connectRedis(at.url, () => {});
let env: Record<string, string>;
let running: RunningService;

beforeAll(async () => {
  await untilReady(redis, new AbortController().signal);
  const fixed = { PORT: "0", REDIS_URL: at.url, REDIS_PREFIX: at.prefix, CONTROL_TOKEN: "a-control-token-for-tests", LEASE_TTL_MS: "600" };
  env = { ...fixed, DATABASE_URL: await testDatabase() };
  running = await launch();
});
afterAll(async () => {
  await running.stop("end of test");
  redis.disconnect();
});

async function launch(): Promise<RunningService> {
  const config = readConfig("clm", environment, { ...env, CLM_ROLE: "service", LOG_LEVEL: "silent" });
  return start("clm", config, service(config, ""), createLogger("test", "silent"));
}

async function publish(...events: FleetEvent[]): Promise<void> {
  for (const event of events) {
    const stream = CATALOGUE.get(event.type)?.stream;
    if (!stream) throw new Error(`no stream for ${event.type}`);
    await redis.eval(APPEND, 2, keys.sequence, keys.stream(stream), event.type, JSON.stringify(event));
  }
}

async function get<T>(path: string): Promise<T> {
  return (await (await fetch(`http://127.0.0.1:${running.port}${path}`)).json()) as T;
}

interface Summary {
  stored: { status: string; rows: number; symbols: number; first_at: number; up_ratio: number | null }[];
  open: number;
  labelled: number;
  missing: number;
  trades: unknown;
}

describe("clm over a real bus and database", () => {
  it("stores predictions and completes the same rows at their horizon, over a restart", async () => {
    await publish(close(T0, { BTCUSDT: 100, ETHUSDT: 100 }), signals(T0, [signal("BTCUSDT"), signal("ETHUSDT")]), tradeClosed("5", 0.5));
    const open = await eventually(async () => {
      const summary = await get<Summary>("/training-set/summary");
      return summary.stored[0]?.rows === 2 ? summary : null;
    });
    expect(open.stored).toMatchObject([{ status: "OPEN", rows: 2, symbols: 2, first_at: T0, up_ratio: null }]);

    await running.stop("restart");
    await publish(close(T0 + 3 * BAR_MS, { BTCUSDT: 101 }));
    running = await launch();
    const done = await eventually(
      async () => {
        const summary = await get<Summary>("/training-set/summary");
        return summary.stored.some(({ status }) => status === "MISSING") ? summary : null;
      },
      { withinMs: 10_000, what: "labels" },
    );
    expect(done.stored).toMatchObject([
      { status: "LABELLED", rows: 1, up_ratio: 1 },
      { status: "MISSING", rows: 1, up_ratio: null },
    ]);
    expect(done).toMatchObject({ open: 0, labelled: 1, missing: 1, trades: { closed: 1, won: 1, averageR: 0.5 } });
    const said = await redis.xrange(keys.stream("models"), "-", "+");
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
