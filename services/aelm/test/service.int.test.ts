import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { busKeys, connectRedis, untilReady } from "@quantum/service-kit/bus";
import { readConfig } from "@quantum/service-kit/config";
import { connectDatabase } from "@quantum/service-kit/database";
import { createLogger } from "@quantum/service-kit/logger";
import { type RunningService, start } from "@quantum/service-kit/start";
import { eventually, testDatabase, testRedis } from "@quantum/test-kit";
import { CATALOGUE, type EventType, type FleetEvent } from "@quantum/types";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";
import { BAR_MS, cleared, closed, filled, intent, market, SYMBOL, settled, submitted, T0 } from "./scenario.ts";

const APPEND = "local n = redis.call('INCR', KEYS[1]) return redis.call('XADD', KEYS[2], n .. '-0', 'type', ARGV[1], 'd', ARGV[2])";
const at = testRedis();
const keys = busKeys(at.prefix);
const redis = connectRedis(at.url, () => {});
let env: Record<string, string>;
let pool: ReturnType<typeof connectDatabase>;
let running: RunningService;

beforeAll(async () => {
  await untilReady(redis, new AbortController().signal);
  const fixed = { PORT: "0", REDIS_URL: at.url, REDIS_PREFIX: at.prefix, CONTROL_TOKEN: "a-control-token-for-tests", LEASE_TTL_MS: "600" };
  env = { ...fixed, AELM_MODE: "ENFORCED", MODES: "OBSERVE,ENFORCED,OFF", DATABASE_URL: await testDatabase() };
  pool = connectDatabase(env.DATABASE_URL as string, createLogger("test", "silent"));
  running = await launch();
});
afterAll(async () => {
  await running.stop("end of test");
  await pool.end();
  redis.disconnect();
});

async function launch(): Promise<RunningService> {
  const config = readConfig("aelm", environment, env);
  return start("aelm", config, service(config), createLogger("test", "silent"));
}

async function publish(...events: FleetEvent[]): Promise<void> {
  for (const event of events) {
    const stream = CATALOGUE.get(event.type)?.stream;
    if (!stream) throw new Error(`no stream for ${event.type}`);
    await redis.eval(APPEND, 2, keys.sequence, keys.stream(stream), event.type, JSON.stringify(event));
  }
}

async function said<T extends EventType>(type: T, intentId: string): Promise<FleetEvent<T>[]> {
  return eventually(
    async () => {
      const entries = await redis.xrange(keys.stream("orders"), "-", "+");
      const events = entries.map(([, fields]) => JSON.parse(fields[3] as string) as FleetEvent<T>);
      const found = events.filter((event) => event.type === type && (event.data as { intentId: string }).intentId === intentId);
      return found.length > 0 ? found : null;
    },
    { withinMs: 10_000, what: `${type} of ${intentId}` },
  );
}

const url = (path: string) => `http://127.0.0.1:${running.port}${path}`;
const planFor = (body: string) => fetch(url("/plan"), { method: "POST", headers: { "content-type": "application/json" }, body });

describe("aelm over a real bus", () => {
  const order = intent();

  it("plans an order, goes on after a restart, and measures what it cost", async () => {
    await publish(...market(), cleared(order));
    const [plan] = await said("order.planned", order.intentId);
    expect(plan).toMatchObject({ mode: "ENFORCED", data: { urgency: "NORMAL", steps: [{ kind: "MAKER" }, { kind: "IOC" }] } });

    await running.stop("restart");
    running = await launch();
    const child = submitted(order, { type: "LIMIT", timeInForce: "GTX", price: "100.01" });
    const fill = filled(order, { price: "100.01", quantity: "10", feeUsd: "0.20002", maker: true });
    await publish(child, fill, settled(order), cleared(order));
    const measured = await said("shortfall.measured", order.intentId);
    expect(measured).toMatchObject([{ data: { executed: "PLANNED", totalBps: 3.0002, filledQuantity: "10" } }]);
    expect(await said("order.planned", order.intentId)).toHaveLength(1);
  });

  it("shows shortfalls and plans, also a plan that only the database still has", async () => {
    const shown = await (await fetch(url("/shortfall"))).json();
    expect(shown).toMatchObject({ PLANNED: { parents: 1, lateP95Bps: 3.0002 }, PLAIN: { parents: 0 }, latest: [{ intentId: "i1" }] });
    const kept = await fetch(url("/plans/i1"));
    expect([kept.status, await kept.json()]).toMatchObject([200, { intentId: "i1", guardPrice: "100.45" }]);
    expect((await fetch(url("/plans/nobody"))).status).toBe(404);
    const row = await eventually(
      async () => {
        const { rows } = await pool.query("SELECT s.total_bps, p.plan FROM shortfalls s JOIN plans p USING (key) WHERE key = 'i1'");
        return rows[0] ?? null;
      },
      { withinMs: 10_000, what: "the rows" },
    );
    expect(row).toMatchObject({ total_bps: 3.0002, plan: { intentId: "i1" } });
  });

  it("answers what-ifs without a token, and refuses with 400 what it cannot read", async () => {
    const wanted = { symbol: SYMBOL, side: "SELL", quantity: "10", purpose: "EXIT", reason: "EXIT_STOP: x" };
    const answer = await planFor(JSON.stringify(wanted));
    expect([answer.status, await answer.json()]).toMatchObject([200, { urgency: "HIGH", steps: [{ kind: "MARKET" }] }]);
    const unknown = await planFor(JSON.stringify({ ...wanted, symbol: "NOBODYUSDT" }));
    expect([unknown.status, await unknown.json()]).toMatchObject([400, { message: expect.stringContaining("NOBODYUSDT") }]);
    expect((await planFor(JSON.stringify({ ...wanted, quantity: "0" }))).status).toBe(400);
    expect((await planFor("{")).status).toBe(400);
  });

  it("plans the plain order when its market is old", async () => {
    const late = intent({ intentId: "late", tradeId: "late", decidedAt: T0 + 5 * BAR_MS });
    await publish(closed(T0 + 4 * BAR_MS, { low: 99.9, high: 100.1, close: 100 }), cleared(late));
    const [plan] = await said("order.planned", "late");
    expect(plan?.data.steps).toMatchObject([{ kind: "MARKET", quantity: "10" }]);
  });
});
