import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { busKeys, connectRedis, untilReady } from "@quantum/service-kit/bus";
import { readConfig } from "@quantum/service-kit/config";
import { createLogger } from "@quantum/service-kit/logger";
import { type RunningService, start } from "@quantum/service-kit/start";
import { eventually, testDatabase, testRedis } from "@quantum/test-kit";
import { CATALOGUE, type FleetEvent } from "@quantum/types";
import { environment } from "../src/config.ts";
import { createMscAiCore } from "../src/core/index.ts";
import { service } from "../src/service.ts";
import { type Answer, barsAt, closed, history, labelled, STEP_MS, step } from "./scenario.ts";

const APPEND = "local n = redis.call('INCR', KEYS[1]) return redis.call('XADD', KEYS[2], n .. '-0', 'type', ARGV[1], 'd', ARGV[2])";
const SYMBOLS = ["BTCUSDT", "ETHUSDT"];
const { series } = labelled(SYMBOLS, 310);
const at = testRedis();
const keys = busKeys(at.prefix);
const redis = connectRedis(at.url, () => {});
let env: Record<string, string>;
let running: RunningService;

beforeAll(async () => {
  await untilReady(redis, new AbortController().signal);
  const fixed = { PORT: "0", REDIS_URL: at.url, REDIS_PREFIX: at.prefix, CONTROL_TOKEN: "a-control-token-for-tests", LEASE_TTL_MS: "600" };
  env = { ...fixed, DATABASE_URL: await testDatabase(), MSC_AI_MODE: "OBSERVE" };
  running = await launch();
});
afterAll(async () => {
  await running.stop("end of test");
  redis.disconnect();
});

function launch(): Promise<RunningService> {
  return start("msc_ai", readConfig("msc_ai", environment, env), service(), createLogger("test", "silent"));
}

async function publish(...events: FleetEvent[]): Promise<void> {
  for (const event of events) {
    const stream = CATALOGUE.get(event.type)?.stream;
    if (!stream) throw new Error(`no stream for ${event.type}`);
    await redis.eval(APPEND, 2, keys.sequence, keys.stream(stream), event.type, JSON.stringify(event));
  }
}

async function answers(count: number): Promise<FleetEvent<"regime.classified">[]> {
  return eventually(
    async () => {
      const entries = await redis.xrange(keys.stream("context"), "-", "+");
      const events = entries.map(([, fields]) => JSON.parse(fields[3] as string) as FleetEvent<"regime.classified">);
      return events.length >= count ? events : null;
    },
    { withinMs: 10_000, what: `${count} answers` },
  );
}

async function get(path: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(`http://127.0.0.1:${running.port}${path}`);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

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
    await publish(...past, closeOf(300));
    await answers(1);
    await running.stop("restart");
    await publish(closeOf(301), closeOf(302));
    running = await launch();
    const events = await answers(3);
    expect(events).toHaveLength(3);
    expect(events.map(({ data }) => data)).toEqual(JSON.parse(JSON.stringify(expected())));
    expect(events.map(({ cycle, source, mode }) => [cycle, source, mode])).toEqual(
      [300, 301, 302].map((i) => [(series.BTCUSDT?.[i]?.openAt ?? 0) + STEP_MS, "msc_ai", "OBSERVE"]),
    );
  });

  it("shows the state of the market and of one symbol, and says what it knows when asked for another", async () => {
    const last = JSON.parse(JSON.stringify(expected()[2])) as Answer;
    const { announce: _, ...judgement } = last;
    expect((await get("/state")).body).toMatchObject({ ...judgement, interval: "5m", knownRatio: 1 });
    expect((await get("/state/ETHUSDT")).body).toMatchObject({ ...last.symbols[1], reason: null });
    expect(await get("/state/NOPEUSDT")).toEqual({
      status: 404,
      body: { error: "NOPEUSDT was not in the newest cycle", symbols: SYMBOLS },
    });
  });
});
