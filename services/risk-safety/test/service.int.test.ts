import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { busKeys, connectRedis, untilReady } from "@quantum/service-kit/bus";
import { readConfig } from "@quantum/service-kit/config";
import { createLogger } from "@quantum/service-kit/logger";
import { type RunningService, start } from "@quantum/service-kit/start";
import { eventually, testDatabase, testRedis } from "@quantum/test-kit";
import { CATALOGUE, type FleetEvent, type Intent } from "@quantum/types";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";
import { intent, ready, requested } from "./scenario.ts";

const APPEND = "local n = redis.call('INCR', KEYS[1]) return redis.call('XADD', KEYS[2], n .. '-0', 'type', ARGV[1], 'd', ARGV[2])";
const TOKEN = "a-control-token-for-tests";
const at = testRedis();
const keys = busKeys(at.prefix);
const redis = connectRedis(at.url, () => {});
let env: Record<string, string>;
let running: RunningService;

beforeAll(async () => {
  await untilReady(redis, new AbortController().signal);
  const fixed = { PORT: "0", REDIS_URL: at.url, REDIS_PREFIX: at.prefix, CONTROL_TOKEN: TOKEN, LEASE_TTL_MS: "600", MODES: "OBSERVE,OFF" };
  env = { ...fixed, DATABASE_URL: await testDatabase() };
  running = await launch();
  for (const input of ready()) await publish(input as FleetEvent);
});
afterAll(async () => {
  await running.stop("end of test");
  const left = await redis.keys(`${at.prefix}:*`);
  if (left.length > 0) await redis.del(left);
  redis.disconnect();
});

async function launch(): Promise<RunningService> {
  const config = readConfig("risk_safety", environment, env);
  return start("risk_safety", config, service(config), createLogger("test", "silent"));
}

async function publish(event: FleetEvent): Promise<void> {
  const stream = CATALOGUE.get(event.type)?.stream;
  if (!stream) throw new Error(`no stream for ${event.type}`);
  await redis.eval(APPEND, 2, keys.sequence, keys.stream(stream), event.type, JSON.stringify(event));
}

/** Asks for an order and waits for the answer: null when cleared, else the code of the refusal. */
async function answerTo(order: Intent): Promise<string | null> {
  await publish(requested(order));
  const event = await eventually(
    async () => {
      const entries = await redis.xrange(keys.stream("orders"), "-", "+");
      const events = entries.map(([, fields]) => JSON.parse(fields[3] as string) as FleetEvent);
      return events.findLast(
        (one) => (one.type === "order.cleared" || one.type === "order.refused") && one.data.intent.intentId === order.intentId,
      );
    },
    { withinMs: 10_000, what: "an answer" },
  );
  return event.type === "order.refused" ? event.data.code : null;
}

function post(path: string, body: object, token = TOKEN): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return fetch(`http://127.0.0.1:${running.port}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
}

async function get(path: string): Promise<unknown> {
  return (await fetch(`http://127.0.0.1:${running.port}${path}`)).json();
}

describe("risk_safety over a real bus and database", () => {
  it("clears and refuses orders, and keeps a row with every verdict", async () => {
    expect(await answerTo(intent())).toBeNull();
    expect(await answerTo(intent({ leverage: 99 }))).toBe("MAX_LEVERAGE");
    const state = (await get("/state")) as { totalNotionalUsd: string; exposedSymbols: string[] };
    expect(state).toMatchObject({ totalNotionalUsd: "1000", exposedSymbols: ["BTCUSDT"] });
    expect(await get("/limits")).toMatchObject({
      limits: { maxLeverage: 10 },
      rules: expect.arrayContaining([{ id: "RS-01", code: "MALFORMED_ORDER", applies: "ALL" }]),
    });
  });

  it("the kill latch needs the token, is saved over a restart, and stops entries until it is cleared", async () => {
    expect((await post("/kill", { by: "ann", reason: "drill" }, "wrong-token-wrong-token")).status).toBe(401);
    expect(await (await post("/kill", { by: "ann", reason: "drill" })).json()).toMatchObject({ kill: { set: true, by: "ann" } });
    expect(await answerTo(intent())).toBe("KILL_LATCH");
    await running.stop("restart");
    running = await launch();
    expect(await answerTo(intent())).toBe("KILL_LATCH");
    expect((await post("/clear", { by: "ann" })).status).toBe(400);
    expect(await (await post("/clear", { by: "ann", reason: "drill over" })).json()).toMatchObject({ kill: { set: false } });
    expect(await answerTo(intent({ symbol: "ETHUSDT" }))).toBeNull();
    const fleet = await redis.xrange(keys.stream("fleet"), "-", "+");
    expect(fleet.filter(([, fields]) => fields[1] === "killLatch.changed")).toHaveLength(2);
  });

  it("is enforced whatever its environment says, and cannot be set to anything else", async () => {
    expect(await get("/health")).toMatchObject({ mode: "ENFORCED" });
    expect((await post("/set_mode", { mode: "OFF", by: "ann", reason: "try" })).status).toBe(400);
    expect((await post("/disable", { by: "ann", reason: "try" })).status).toBe(400);
  });
});
