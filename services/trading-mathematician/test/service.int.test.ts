import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { busKeys, connectRedis, untilReady } from "@quantum/service-kit/bus";
import { readConfig } from "@quantum/service-kit/config";
import { createLogger } from "@quantum/service-kit/logger";
import { type RunningService, start } from "@quantum/service-kit/start";
import { eventually, testDatabase, testRedis } from "@quantum/test-kit";
import { CATALOGUE, type EventData, type FleetEvent } from "@quantum/types";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";
import { closed, listed, quoted, signal, signals, T0, tradeClosed, valued } from "./scenario.ts";

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
  const config = readConfig("trading_mathematician", environment, env);
  return start("trading_mathematician", config, service(config), createLogger("test", "silent"));
}

async function publish(...events: FleetEvent[]): Promise<void> {
  for (const event of events) {
    const stream = CATALOGUE.get(event.type)?.stream;
    if (!stream) throw new Error(`no stream for ${event.type}`);
    await redis.eval(APPEND, 2, keys.sequence, keys.stream(stream), event.type, JSON.stringify(event));
  }
}

async function said(): Promise<{ mode: string; cycle: number; data: EventData<"sizes.advised"> }[]> {
  const entries = await redis.xrange(keys.stream("context"), "-", "+");
  return entries.map(([, fields]) => JSON.parse(fields[fields.indexOf("d") + 1] as string)).filter(({ type }) => type === "sizes.advised");
}

function post(body: unknown): Promise<Response> {
  const request = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  return fetch(`http://127.0.0.1:${running.port}/size`, request);
}

describe("trading_mathematician over a real bus", () => {
  it("sizes a cycle once, over a restart in the middle of it", async () => {
    await publish(listed("BTCUSDT"), quoted(T0, "BTCUSDT"), tradeClosed("a", 1.5), closed(T0), signals(T0, signal("BTCUSDT")));
    await eventually(
      async () => ((await (await fetch(`http://127.0.0.1:${running.port}/evidence`)).json()) as { trades: unknown[] }).trades.length === 1,
    );
    await running.stop("restart");
    await publish(valued(T0));
    running = await launch();
    const answers = await eventually(async () => ((await said()).length > 0 ? said() : null), { withinMs: 10_000, what: "the sizes" });
    expect(answers).toHaveLength(1);
    expect(answers[0]).toMatchObject({ mode: "OBSERVE", cycle: T0, data: { edge: { trades: 1 }, missing: [] } });
    expect(answers[0]?.data.sizes).toMatchObject([{ symbol: "BTCUSDT", outcome: "SIZED", stopPrice: "99" }]);
  }, 30_000);

  it("answers questions by the same rules, and says what is wrong with others", async () => {
    const figures = { balanceUsd: 10_000, atrPct: 1, winRate: 0.6, averageWin: 1.5, averageLoss: 1, trades: 200 };
    expect(await (await post(figures)).json()).toMatchObject({ leverage: 5, slPct: 2, tpPct: 3, marginUsd: 500 });
    const about = { symbol: "BTCUSDT", direction: "LONG", price: 100, atrPct: 0.5, confidence: 0.6 };
    expect(await (await post(about)).json()).toMatchObject({ outcome: "SIZED", stopPrice: "99", basis: "EXPLORATION" });
    const stated = { ...about, balanceUsd: 5000, evidence: { winRate: 0.2, averageWin: 1, averageLoss: 1, trades: 100 } };
    expect(await (await post(stated)).json()).toMatchObject({ outcome: "REFUSED", quantity: "0" });
    const wrong = await post({ ...figures, winRate: 1.2, leverage: 50 });
    expect(wrong.status).toBe(400);
    expect(((await wrong.json()) as { message: string }).message).toMatch(/winRate[\s\S]*leverage|leverage[\s\S]*winRate/);
    expect((await post({ ...about, symbol: "bitcoin" })).status).toBe(400);
    expect((await post([])).status).toBe(400);
  });

  it("shows what its sizes rest on", async () => {
    const evidence = await (await fetch(`http://127.0.0.1:${running.port}/evidence`)).json();
    expect(evidence).toMatchObject({ edge: { trades: 1, winRate: 1 }, risk: { basis: "EXPLORATION" }, last: { cycle: T0, sized: 1 } });
  });
});
