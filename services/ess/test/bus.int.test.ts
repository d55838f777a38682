import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { busKeys } from "@quantum/service-kit/bus";
import { eventually, testDatabase, testRedis } from "@quantum/test-kit";
import { Redis } from "ioredis";
import pg from "pg";
import { openStage, type Stage } from "./stage.ts";

// Processes are started and the exchange is looked at every few seconds.
jest.setTimeout(60_000);

let stage: Stage;
let redis: Redis;
let place: ReturnType<typeof testRedis>;
beforeEach(async () => {
  stage = await openStage();
  place = testRedis();
  redis = new Redis(place.url);
});
afterEach(async () => {
  await stage.close();
  redis.disconnect();
});

const MARKET_AT = 1_689_206_700_000;
const within = { withinMs: 20_000 };
const bus = (more: Record<string, string> = {}) => ({ REDIS_URL: place.url, REDIS_PREFIX: place.prefix, ...more });
let serial = 0;

/** Puts an event on its stream, as another service would. */
async function publish(
  stream: "positions" | "trades" | "fleet",
  type: string,
  data: unknown,
  source = "portfolio_intelligence",
): Promise<void> {
  const keys = busKeys(place.prefix);
  const number = await redis.incr(keys.sequence);
  const event = { id: `e-${serial++}`, type, v: 1, at: MARKET_AT, source, mode: "ENFORCED", cause: null, data };
  await redis.xadd(keys.stream(stream), `${number}-0`, "type", type, "d", JSON.stringify(event));
}
const loss = () =>
  publish("positions", "trade.closed", {
    tradeId: `t-${serial}`,
    symbol: "BTCUSDT",
    direction: "LONG",
    quantity: "1",
    entryPrice: "2",
    exitPrice: "1",
    openedAt: MARKET_AT,
    closedAt: MARKET_AT,
    grossPnlUsd: "-1",
    feesUsd: "0",
    fundingUsd: "0",
    netPnlUsd: "-1",
    initialRiskUsd: null,
    rMultiple: null,
    maxFavourableR: null,
    maxAdverseR: null,
    exitCode: "EXIT_STOP",
  });
async function said(type: string): Promise<{ at: number; source: string; data: Record<string, unknown> }[]> {
  const entries = await redis.xrange(busKeys(place.prefix).stream("fleet"), "-", "+");
  return entries.filter(([, fields]) => fields[1] === type).map(([, fields]) => JSON.parse(fields[3] as string));
}

describe("with the bus", () => {
  it("six losses of the fleet pause; the latch is set in market time, and set again when somebody else clears it", async () => {
    const ess = await stage.start(bus());
    await eventually(async () => (await said("service.started")).length === 1, within);
    for (let n = 0; n < 5; n++) await loss();
    await eventually(async () => (await ess.call("/status")).json.lossesInARow === 5, within);
    expect((await ess.call("/status")).json.level).toBe("NORMAL");
    await loss();
    const [set] = await eventually(async () => {
      const found = await said("killLatch.changed");
      return found.length > 0 ? found : null;
    }, within);
    expect(set).toMatchObject({ at: MARKET_AT, source: "ess", data: { set: true, by: "ess" } });
    await publish("fleet", "killLatch.changed", { set: false, by: "ben", reason: "x" }, "risk_safety");
    await eventually(async () => (await said("killLatch.changed")).filter((each) => each.data.set === true).length === 2, within);
  });

  it("a failed trading cycle pauses; what it cannot read counts as an error; health is in the fleet's hash", async () => {
    const ess = await stage.start(bus());
    await eventually(async () => (await said("service.started")).length === 1, within);
    await publish("trades", "trading.cycleFailed", { code: "TRADING_CYCLE_ERROR", reason: "boom" }, "trading_bot");
    await publish("trades", "trading.cycleFailed", { nonsense: true }, "trading_bot");
    await eventually(async () => (await ess.call("/status")).json.level === "PAUSE", within);
    await eventually(async () => (await ess.call("/status")).json.errorsInWindow === 1, within);
    const health = await eventually(() => redis.hget(busKeys(place.prefix).fleet, "ess"), within);
    expect(JSON.parse(health)).toMatchObject({ service: "ess", mode: "ENFORCED" });
  });

  it("a stop made while the bus was away is said when it is back, and who made it is on record", async () => {
    const database = await testDatabase();
    const ess = await stage.start(bus({ DATABASE_URL: database }));
    await eventually(async () => (await said("service.started")).length === 1, within);
    await redis.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    expect((await ess.call("/stop", { level: "PAUSE", by: "anna", reason: "no bus" })).status).toBe(202);
    await eventually(async () => (await said("killLatch.changed")).some((each) => each.data.set === true), within);
    const client = new pg.Client({ connectionString: database });
    await client.connect();
    try {
      const rows = await eventually(async () => {
        const found = (await client.query("SELECT action, by, reason, to_mode FROM audit WHERE service = 'ess' AND action = 'stop'")).rows;
        return found.length > 0 && found;
      }, within);
      expect(rows).toEqual([{ action: "stop", by: "anna", reason: "no bus", to_mode: "PAUSE" }]);
    } finally {
      await client.end();
    }
  });

  it("says goodbye when it is stopped on purpose, and its stop stays set", async () => {
    const ess = await stage.start(bus());
    await eventually(async () => (await said("service.started")).length === 1, within);
    await ess.call("/stop", { level: "PAUSE", by: "anna", reason: "x" });
    await eventually(async () => (await said("killLatch.changed")).length === 1, within);
    await ess.stop("going home");
    expect(await said("service.stopped")).toMatchObject([{ data: { service: "ess", reason: "going home" } }]);
    const again = await stage.start(bus());
    expect((await again.call("/status")).json.level).toBe("PAUSE");
    await eventually(async () => (await said("killLatch.changed")).length === 2, within);
  });
});
