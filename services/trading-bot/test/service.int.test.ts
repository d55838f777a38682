import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { busKeys, connectRedis, untilReady } from "@quantum/service-kit/bus";
import { readConfig } from "@quantum/service-kit/config";
import { connectDatabase } from "@quantum/service-kit/database";
import { createLogger } from "@quantum/service-kit/logger";
import { type RunningService, start } from "@quantum/service-kit/start";
import { eventually, testDatabase, testRedis } from "@quantum/test-kit";
import { CATALOGUE, type FleetEvent, type Intent } from "@quantum/types";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";
import { goodbye, hello, policy, review, reviewed } from "./modules.ts";
import { bars, listed, settled, signal, signals, T0, valued } from "./scenario.ts";

/** Appends an entry with the next number of the global sequence, as services do. */
const APPEND = "local n = redis.call('INCR', KEYS[1]) return redis.call('XADD', KEYS[2], n .. '-0', 'type', ARGV[1], 'd', ARGV[2])";
const TOKEN = "a-control-token-for-tests";
const WITHIN = { withinMs: 10_000 };
const redisAt = testRedis();
const keys = busKeys(redisAt.prefix);
const running: RunningService[] = [];
const quiet = createLogger("test", "silent");
const redis = connectRedis(redisAt.url, () => {});
let pool: ReturnType<typeof connectDatabase>;
let databaseUrl: string;

beforeAll(async () => {
  databaseUrl = await testDatabase();
  await untilReady(redis, AbortSignal.timeout(10_000));
  pool = connectDatabase(databaseUrl, quiet);
});
afterEach(async () => {
  await stopAll();
  const left = await redis.keys(`${redisAt.prefix}:*`);
  if (left.length > 0) await redis.del(left);
});
afterAll(async () => {
  redis.disconnect();
  await pool.end();
});

async function launch(env: Record<string, string> = {}): Promise<RunningService> {
  const config = readConfig("trading_bot", environment, {
    PORT: "0",
    REDIS_URL: redisAt.url,
    REDIS_PREFIX: redisAt.prefix,
    DATABASE_URL: databaseUrl,
    CONTROL_TOKEN: TOKEN,
    MODES: "ENFORCED,OBSERVE,OFF",
    LEASE_TTL_MS: "600",
    ...env,
  });
  const started = await start("trading_bot", config, service(config), quiet);
  running.push(started);
  return started;
}

async function stopAll(): Promise<void> {
  await Promise.all(running.splice(0).map((one) => one.stop("test")));
}

async function publish(...events: FleetEvent[]): Promise<void> {
  for (const event of events) {
    const stream = CATALOGUE.get(event.type)?.stream ?? "fleet";
    await redis.eval(APPEND, 2, keys.sequence, keys.stream(stream), event.type, JSON.stringify(event));
  }
}

async function said<T extends FleetEvent["type"]>(type: T): Promise<FleetEvent<T>[]> {
  const stream = CATALOGUE.get(type)?.stream ?? "fleet";
  const entries = await redis.xrange(keys.stream(stream), "-", "+");
  return entries.map(([, fields]) => JSON.parse(fields[3] as string)).filter((event) => event.type === type);
}

async function get(of: RunningService, path: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`http://127.0.0.1:${of.port}${path}`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function firstIntent(): Promise<Intent> {
  const requested = await eventually(async () => (await said("order.requested"))[0], { ...WITHIN, what: "an order" });
  return requested.data.intent;
}

describe("trading_bot on a real bus", () => {
  it("carries a cycle over a restart: one order, one end, and the whole story on record", async () => {
    await launch();
    await publish(listed(["BTCUSDT"]), bars(T0, { BTCUSDT: 100 }), valued(T0));
    await eventually(
      async () => JSON.parse((await redis.hget(keys.state("trading_bot"), "core")) ?? "{}").trading?.answers["portfolio.valued"],
      WITHIN,
    );
    await stopAll();
    await publish(signals(T0, [signal()]));
    await launch();
    const intent = await firstIntent();
    await stopAll();
    const bot = await launch();
    expect((await get(bot, "/trades")).body).toMatchObject({ trades: [] });
    await publish(settled(intent), settled(intent));
    await eventually(async () => (await said("cycle.completed")).length > 0, WITHIN);
    await publish(bars(T0 + 60_000, { BTCUSDT: 100 }, false));
    await eventually(async () => (await said("cycle.completed")).length === 2, WITHIN);
    expect((await said("cycle.completed")).map(({ cycle, data }) => [cycle, data.outcome])).toEqual([
      [T0, "TRADED"],
      [T0 + 60_000, "WATCHED"],
    ]);
    expect(await said("order.requested")).toHaveLength(1);
    expect((await get(bot, "/cycle")).body).toMatchObject({ mode: "ENFORCED", current: null, last: { at: T0, outcome: "TRADED" } });
    expect((await get(bot, "/trades")).body).toMatchObject({ trades: [{ tradeId: intent.tradeId, quantity: "25" }], intents: [] });
    await eventually(async () => (await pool.query("SELECT 1 FROM cycles WHERE key = $1", [String(T0)])).rowCount, WITHIN);
    await explains(bot, intent);
  });

  it("ends a cycle nobody answers at its deadline, and takes no entry", async () => {
    await launch({ CYCLE_DEADLINE_MS: "200" });
    await publish(listed(["BTCUSDT"]), bars(T0, { BTCUSDT: 100 }), signals(T0, [signal()]));
    const [end] = await eventually(async () => {
      const ends = await said("cycle.completed");
      return ends.length > 0 ? ends : null;
    }, WITHIN);
    expect(end?.data).toMatchObject({ outcome: "EXPIRED", missing: ["portfolio_intelligence"] });
    expect(await said("order.requested")).toEqual([]);
    expect((await said("alert.raised")).map(({ data }) => data.code)).toContain("CYCLE_EXPIRED");
  });

  it("asks without binding after it was set to OBSERVE", async () => {
    const bot = await launch();
    const response = await fetch(`http://127.0.0.1:${bot.port}/set_mode/OBSERVE`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify({ by: "anna", reason: "drill" }),
    });
    expect(response.status).toBe(200);
    await publish(listed(["BTCUSDT"]), bars(T0, { BTCUSDT: 100 }), signals(T0, [signal()]), valued(T0));
    await firstIntent();
    expect((await said("order.requested")).map(({ data, mode }) => [data.binding, mode])).toEqual([[false, "OBSERVE"]]);
  });
});

describe("trading_bot and a module that is ENFORCED", () => {
  const answers = () => [listed(["BTCUSDT"]), bars(T0, { BTCUSDT: 100 }), signals(T0, [signal()]), valued(T0)] as const;
  const isWaiting = async () => {
    const saved = JSON.parse((await redis.hget(keys.state("trading_bot"), "core")) ?? "{}");
    return saved.trading?.answers["signals.generated"] && saved.trading.answers["portfolio.valued"];
  };

  it("waits for it over a restart, obeys it, and goes on without it as soon as it says goodbye", async () => {
    await launch();
    await publish(hello("orchestrator_policy"), ...answers());
    await eventually(isWaiting, WITHIN);
    await stopAll();
    expect(await said("order.requested")).toEqual([]);
    await launch();
    await publish(policy(T0, { sizeFactor: 0.5 }));
    expect(await firstIntent()).toMatchObject({ symbol: "BTCUSDT", quantity: "12.5" });
    const next = T0 + 300_000;
    await publish(bars(next, { BTCUSDT: 100 }), signals(next, []), valued(next), goodbye("orchestrator_policy"));
    await eventually(async () => (await said("cycle.completed")).some(({ cycle }) => cycle === next), WITHIN);
    const [end] = (await said("cycle.completed")).filter(({ cycle }) => cycle === next);
    expect(end?.data).toMatchObject({ outcome: "NOTHING_TO_DO", missing: [] });
  });

  it("sends nothing that pba has not reviewed, also when it is killed between proposal and review", async () => {
    await launch();
    await publish(hello("pba"), ...answers());
    const [proposed] = await eventually(async () => {
      const events = await said("trades.proposed");
      return events.length > 0 ? events : null;
    }, WITHIN);
    await stopAll();
    await launch();
    expect(await said("order.requested")).toEqual([]);
    const intent = proposed?.data.proposals[0]?.intent as Intent;
    await publish(reviewed(T0, [review(intent, "SHRINK", "3")]));
    expect(await firstIntent()).toEqual({ ...intent, quantity: "3" });
    await publish(settled({ ...intent, quantity: "3" }));
    await eventually(
      async () => (await pool.query("SELECT 1 FROM cycles WHERE key = $1 AND outcome = 'TRADED'", [String(T0)])).rowCount,
      WITHIN,
    );
    const { rows } = await pool.query("SELECT story FROM decisions WHERE key = $1", [intent.intentId]);
    expect(rows[0]?.story).toMatchObject({
      decidedBy: { rule: "TB-23" },
      advice: [{ service: "pba", about: { review: { outcome: "SHRINK" } } }],
    });
  });
});

/** What others wrote about the order is told with it. */
async function explains(bot: RunningService, intent: Intent): Promise<void> {
  const { intentId, tradeId } = intent;
  await pool.query(
    "INSERT INTO clearances (key, at, trade_id, symbol, purpose, cleared, binding, intent, verdicts) VALUES ($1, $2, $3, 'BTCUSDT', 'ENTRY', true, true, '{}', '[]')",
    [intentId, T0, tradeId],
  );
  await pool.query(
    "INSERT INTO orders (key, at, intent_id, trade_id, leg, symbol, side, type, quantity, reduce_only, status, updated_at) VALUES ('c1', $2, $1, $3, 'ENTRY', 'BTCUSDT', 'BUY', 'MARKET', 25, false, 'FILLED', $2)",
    [intentId, T0, tradeId],
  );
  await pool.query(
    "INSERT INTO fills (key, at, client_order_id, trade_id, leg, symbol, side, quantity, price, fee_usd, realised_pnl_usd, maker, exchange_trade_id) VALUES ('f1', $1, 'c1', $2, 'ENTRY', 'BTCUSDT', 'BUY', 25, 100.01, 1.25, 0, false, '7')",
    [T0, tradeId],
  );
  const story = await eventually(async () => {
    const { status, body } = await get(bot, `/explain/${intentId}`);
    return status === 200 && body.decision ? body : null;
  }, WITHIN);
  expect(story).toMatchObject({
    intentId,
    decision: { trade_id: tradeId, rank: 1, story: { signal: { confidence: 0.8 }, sizing: { quantity: "25" }, intent: { intentId } } },
    clearance: { cleared: true },
    orders: [{ key: "c1", leg: "ENTRY" }],
    fills: [{ price: "100.01", fee_usd: "1.25" }],
    trade: null,
  });
  expect(await get(bot, "/explain/nobody")).toMatchObject({ status: 404, body: { error: "UNKNOWN_INTENT" } });
}
