import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { busKeys, connectRedis, untilReady } from "@quantum/service-kit/bus";
import { readConfig } from "@quantum/service-kit/config";
import { createLogger } from "@quantum/service-kit/logger";
import { type RunningService, start } from "@quantum/service-kit/start";
import { eventually, testDatabase, testRedis } from "@quantum/test-kit";
import { CATALOGUE, type EventData, type FleetEvent } from "@quantum/types";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";
import { BAR_MS, backfilled, classified, closed, hello, listed, T0, valued } from "./scenario.ts";

const APPEND = "local n = redis.call('INCR', KEYS[1]) return redis.call('XADD', KEYS[2], n .. '-0', 'type', ARGV[1], 'd', ARGV[2])";
const at = testRedis();
const keys = busKeys(at.prefix);
const redis = connectRedis(at.url, () => {});
let env: Record<string, string>;
let running: RunningService;

beforeAll(async () => {
  await untilReady(redis, new AbortController().signal);
  const fixed = {
    PORT: "0",
    REDIS_URL: at.url,
    REDIS_PREFIX: at.prefix,
    CONTROL_TOKEN: "a-control-token-for-tests",
    MODES: "OBSERVE,ENFORCED,OFF,HEDGEFUND",
    LEASE_TTL_MS: "600",
  };
  env = { ...fixed, DATABASE_URL: await testDatabase() };
  running = await launch();
});
afterAll(async () => {
  await running.stop("end of test");
  redis.disconnect();
});

async function launch(): Promise<RunningService> {
  const config = readConfig("pal", environment, env);
  return start("pal", config, service(config), createLogger("test", "silent"));
}

async function publish(...events: FleetEvent[]): Promise<void> {
  for (const event of events) {
    const stream = CATALOGUE.get(event.type)?.stream;
    if (!stream) throw new Error(`no stream for ${event.type}`);
    await redis.eval(APPEND, 2, keys.sequence, keys.stream(stream), event.type, JSON.stringify(event));
  }
}

async function said(): Promise<{ mode: string; cycle: number; data: EventData<"amplification.advised"> }[]> {
  const entries = await redis.xrange(keys.stream("context"), "-", "+");
  return entries
    .map(([, fields]) => JSON.parse(fields[fields.indexOf("d") + 1] as string))
    .filter(({ type }) => type === "amplification.advised");
}

describe("pal over a real bus", () => {
  it("advises a cycle once, over a restart in the middle of it, and shows what it said", async () => {
    await publish(listed("BTCUSDT"), backfilled(), hello("pil", "OBSERVE"), closed(), classified(T0));
    await eventually(async () => (await advice()).openCycle === T0, { withinMs: 10_000, what: "the open cycle" });
    await running.stop("restart");
    await publish(valued(T0));
    running = await launch();
    const answers = await eventually(async () => ((await said()).length > 0 ? said() : null), { withinMs: 10_000, what: "the advice" });
    expect(answers).toHaveLength(1);
    expect(answers[0]).toMatchObject({
      mode: "OBSERVE",
      cycle: T0,
      data: { profile: "STANDARD", missing: [], advice: [{ action: "EXTEND_HOLD" }] },
    });
    expect(await advice()).toMatchObject({ last: { cycle: T0, advice: [{ tradeId: "t" }] }, trades: { t: { peakQuantity: "10" } } });
  }, 30_000);

  it("changes its profile with its mode", async () => {
    const headers = { authorization: "Bearer a-control-token-for-tests", "content-type": "application/json" };
    const body = JSON.stringify({ by: "anna", reason: "test" });
    const changed = await fetch(`http://127.0.0.1:${running.port}/set_mode/HEDGEFUND`, { method: "POST", headers, body });
    expect(changed.status).toBe(200);
    const at = T0 + BAR_MS;
    await publish(closed(at), classified(at), valued(at));
    const [, second] = await eventually(async () => ((await said()).length > 1 ? said() : null), { withinMs: 10_000, what: "the advice" });
    expect(second).toMatchObject({ mode: "HEDGEFUND", cycle: at, data: { profile: "HEDGEFUND" } });
  }, 30_000);
});

async function advice(): Promise<{ openCycle: number | null }> {
  return (await (await fetch(`http://127.0.0.1:${running.port}/advice`)).json()) as { openCycle: number | null };
}
