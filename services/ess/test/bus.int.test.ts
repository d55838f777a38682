import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { event, eventually, testDatabase } from "@quantum/test-kit";
import { type Bus, openBus } from "@quantum/test-kit/stage";
import pg from "pg";
import { openStage, type Stage } from "./stage.ts";

// Processes are started and the exchange is looked at every few seconds.
jest.setTimeout(60_000);

let stage: Stage;
let bus: Bus;
beforeEach(async () => {
  stage = await openStage();
  bus = await openBus();
});
afterEach(async () => {
  await stage.close();
  await bus.close();
});

const MARKET_AT = 1_689_206_700_000;
const within = { withinMs: 20_000 };
const about = { at: MARKET_AT, source: "portfolio_intelligence" };
const start = (more: Record<string, string> = {}) => stage.start({ REDIS_URL: bus.url, REDIS_PREFIX: bus.prefix, ...more });
let serial = 0;

/** A trade of the fleet that lost. */
function loss(): Promise<void> {
  serial += 1;
  const lost = {
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
  } as const;
  return bus.publish(event("trade.closed", lost, { ...about, id: `e-${serial}` }));
}
const latchesSet = async () => (await bus.said("killLatch.changed")).filter(({ data }) => data.set);

describe("with the bus", () => {
  it("six losses of the fleet pause; the latch is set in market time, and set again when somebody else clears it", async () => {
    const ess = await start();
    await bus.until("service.started", 1);
    for (let n = 0; n < 5; n++) await loss();
    await eventually(async () => (await ess.call("/status")).json.lossesInARow === 5, within);
    expect((await ess.call("/status")).json.level).toBe("NORMAL");
    await loss();
    const [set] = await bus.until("killLatch.changed", 1);
    expect(set).toMatchObject({ at: MARKET_AT, source: "ess", data: { set: true, by: "ess" } });
    const cleared = { set: false, by: "ben", reason: "x" };
    await bus.publish(event("killLatch.changed", cleared, { ...about, source: "risk_safety" }));
    await eventually(async () => (await latchesSet()).length === 2, within);
  });

  it("a failed trading cycle pauses; what it cannot read counts as an error; health is in the fleet's hash", async () => {
    const ess = await start();
    await bus.until("service.started", 1);
    const failed = event("trading.cycleFailed", { code: "TRADING_CYCLE_ERROR", reason: "boom" }, { ...about, source: "trading_bot" });
    await bus.publish(failed);
    await bus.append(failed.type, JSON.stringify({ ...failed, id: "unreadable", data: { nonsense: true } }));
    await eventually(async () => (await ess.call("/status")).json.level === "PAUSE", within);
    await eventually(async () => (await ess.call("/status")).json.errorsInWindow === 1, within);
    const health = await eventually(() => bus.redis.hget(bus.keys.fleet, "ess"), within);
    expect(JSON.parse(health)).toMatchObject({ service: "ess", mode: "ENFORCED" });
  });

  it("a stop made while the bus was away is said when it is back, and who made it is on record", async () => {
    const database = await testDatabase();
    const ess = await start({ DATABASE_URL: database });
    await bus.until("service.started", 1);
    await bus.redis.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    expect((await ess.call("/stop", { level: "PAUSE", by: "anna", reason: "no bus" })).status).toBe(202);
    await eventually(async () => (await latchesSet()).length > 0, within);
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
    const ess = await start();
    await bus.until("service.started", 1);
    await ess.call("/stop", { level: "PAUSE", by: "anna", reason: "x" });
    await bus.until("killLatch.changed", 1);
    await ess.stop("going home");
    expect(await bus.said("service.stopped")).toMatchObject([{ data: { service: "ess", reason: "going home" } }]);
    const again = await start();
    expect((await again.call("/status")).json.level).toBe("PAUSE");
    await bus.until("killLatch.changed", 2);
  });
});
