import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type LocalServer, startPostgres, startRedis } from "@quantum/local-servers";
import type { DaySummary } from "@quantum/report";
import pg from "pg";
import { type DayRequest, simulateDay } from "../src/day/simulate-day.ts";
import type { Fleet } from "../src/launch/fleet.ts";
import { REPOSITORY } from "../src/repository.ts";
import { readSecret } from "../src/secrets.ts";
import { LONG_DRILLS } from "./drill-length.ts";

/** A real market day where the data is at hand, else a generated one. Both are traded by the fleet as separate processes. */
const REAL_DATA = join(REPOSITORY, "..", "shared", "data", "um", "5m");
const DAY = Date.UTC(2023, 6, 13);
const BAR_MS = 300_000;
/** Kills on one day: ten of one service, or two of each. */
const KILLS = LONG_DRILLS ? 10 : 16;
const SERVICES = [
  "execution",
  "trading_bot",
  "risk_safety",
  "portfolio_intelligence",
  "ai_engine",
  "clm",
  "dashboard",
  "exchange_simulator",
];
/** Milliseconds from just before the bar closes into the cycle: from "has not seen the bar" to "orders are on their way". */
const DELAYS_MS = [0, 3, 7, 11, 15, 20, 25, 30, 5, 9];
const REDIS_AWAY_MS = LONG_DRILLS ? 20_000 : 6_000;
const RUN_WITHIN_MS = 240_000;

let runs = 0;

async function trade(beforeStep?: DayRequest["beforeStep"], look?: (fleet: Fleet) => Promise<void>): Promise<DaySummary> {
  runs += 1;
  const day = await simulateDay({
    market: {
      dataFolder: existsSync(REAL_DATA) ? REAL_DATA : null,
      date: "2023-07-13",
      symbols: "8",
      interval: "5m",
      clock: "lockstep",
      speed: 1,
      seed: 1,
      walletUsd: 10_000,
    },
    run: `crashes-${process.pid}-${runs}`,
    without: [],
    env: { ...process.env, LOG_LEVEL: "warn", LEASE_TTL_MS: "900", RECV_WINDOW_MS: "1000" },
    signal: new AbortController().signal,
    note: () => undefined,
    progress: () => undefined,
    ...(beforeStep ? { beforeStep } : {}),
  });
  try {
    await look?.(day.fleet);
    return day.summary;
  } finally {
    await day.close();
  }
}

/** Closes at which the undisturbed day sent orders: where a crash can do the most harm. */
let busyCloses: number[] = [];
let undisturbed: DaySummary;

beforeAll(async () => {
  undisturbed = await trade(undefined, async (fleet) => {
    const client = new pg.Client({ connectionString: fleet.servers.databaseUrl });
    await client.connect();
    const { rows } = await client.query("SELECT DISTINCT cycle::float8 AS cycle FROM orders WHERE cycle IS NOT NULL ORDER BY 1");
    await client.end();
    busyCloses = rows.map((row) => Number(row.cycle));
  });
}, RUN_WITHIN_MS);

/** Moments spread over the day: mostly closes with orders, and some without. */
function moments(): Map<number, number> {
  const step = Math.max(1, Math.floor(busyCloses.length / (KILLS - 2)));
  const chosen = busyCloses.filter((_, i) => i % step === 0).slice(0, KILLS - 2);
  const quiet = [DAY + 40 * BAR_MS, DAY + 200 * BAR_MS].filter((close) => !chosen.includes(close));
  return new Map(
    [...chosen, ...quiet].sort((one, other) => one - other).map((close, i) => [close, DELAYS_MS[i % DELAYS_MS.length] as number]),
  );
}

function expectSame(day: DaySummary): void {
  expect(day.ledgerMatchesExchange).toBe(true);
  expect(day.unexplainedDifferences).toBe(0);
  expect({ fingerprint: day.fingerprint, orders: day.orders, fills: day.fills, finalEquity: day.finalEquity, fees: day.fees }).toEqual({
    fingerprint: undisturbed.fingerprint,
    orders: undisturbed.orders,
    fills: undisturbed.fills,
    finalEquity: undisturbed.finalEquity,
    fees: undisturbed.fees,
  });
}

/** Kills a service and starts it again at once, as an operator would who does not wait for the launcher's back-off. */
async function crash(fleet: Fleet, name: string, delayMs: number): Promise<boolean> {
  const service = fleet.services.get(name);
  if (!service) throw new Error(`there is no service ${name}`);
  await pause(delayMs);
  const killed = service.kill();
  while (service.state !== "backing-off") await pause(5);
  service.start();
  return killed;
}

/** Stops Redis a few milliseconds into the cycle and starts it again after a while, from what it had on disk. */
async function stopRedisForAWhile(fleet: Fleet): Promise<LocalServer> {
  const { redis } = fleet.servers;
  if (!redis) throw new Error("this fleet does not run its own Redis");
  await pause(10);
  await redis.stop();
  await pause(REDIS_AWAY_MS);
  return startRedis({
    folder: join(fleet.home.data, "redis"),
    port: redis.port,
    password: readSecret(fleet.home, "redis-password"),
    durable: true,
  });
}

/** The same with Postgres: rows wait in Redis meanwhile. */
async function stopPostgresForAWhile(fleet: Fleet): Promise<LocalServer> {
  const { postgres } = fleet.servers;
  if (!postgres) throw new Error("this fleet does not run its own Postgres");
  await postgres.stop();
  await pause(5_000);
  return startPostgres({
    folder: join(fleet.home.data, "postgres"),
    port: postgres.port,
    password: readSecret(fleet.home, "postgres-password"),
    logFile: join(fleet.home.logs, "postgres.log"),
    durable: true,
  });
}

/** Every open trade has its stop at the exchange. */
async function expectEveryPositionProtected(fleet: Fleet): Promise<void> {
  const books = (await fleet.requireExchange().books()) as {
    positions: { symbol: string }[];
    algoOrders: { symbol: string; type: string; status: string }[];
  };
  const stops = books.algoOrders.filter((order) => order.type === "STOP_MARKET" && order.status === "NEW").map((order) => order.symbol);
  for (const position of books.positions) expect(stops).toContain(position.symbol);
}

describe("a service killed in the middle of its work", () => {
  const days: [what: string, services: string[]][] = LONG_DRILLS
    ? SERVICES.map((name) => [`${name}, at ten moments of the day`, [name]])
    : [["each in turn, twice", SERVICES]];
  it.each(days)(
    "%s: the books end as on the undisturbed day, no order twice, no position without a stop",
    async (_, services) => {
      expect(undisturbed.orders).toBeGreaterThan(20);
      const when = moments();
      expect(when.size).toBe(KILLS);
      const crashes: Promise<boolean>[] = [];
      const day = await trade((fleet, closeAt) => {
        const delayMs = when.get(closeAt);
        if (delayMs === undefined) return;
        crashes.push(crash(fleet, services[crashes.length % services.length] as string, delayMs));
      }, expectEveryPositionProtected);
      expect(await Promise.all(crashes)).toEqual(Array.from({ length: KILLS }, () => true));
      expectSame(day);
    },
    RUN_WITHIN_MS,
  );
});

describe("an exchange that misbehaves all day", () => {
  it(
    "loses acknowledgements and answers 503: every order is asked for, none doubled, the books are the same",
    async () => {
      let set = 0;
      const day = await trade(async (fleet, closeAt) => {
        if (closeAt !== DAY + BAR_MS) return;
        const faults = {
          lostAckRatio: 0.15,
          serverErrorRatio: 0.15,
          count: 40,
          duplicateEventRatio: 0.3,
          reorderEvents: true,
          onlyPaths: ["/fapi/v1/order", "/fapi/v1/algoOrder", "/fapi/v1/userTrades"],
          seed: 7,
        };
        const answer = await fetch(`http://127.0.0.1:${fleet.ports.services.exchange_simulator}/control/faults`, {
          method: "POST",
          headers: { authorization: `Bearer ${readSecret(fleet.home, "control-token")}`, "content-type": "application/json" },
          body: JSON.stringify(faults),
        });
        set = answer.status;
      }, expectEveryPositionProtected);
      expect(set).toBe(200);
      expectSame(day);
    },
    RUN_WITHIN_MS,
  );
});

describe("in the middle of the day", () => {
  const outages: [what: string, stopForAWhile: (fleet: Fleet) => Promise<LocalServer>][] = [
    [`Redis stopped for ${REDIS_AWAY_MS / 1_000} s`, stopRedisForAWhile],
    ["Postgres stopped for 5 s", stopPostgresForAWhile],
  ];
  it.each(outages)(
    "%s changes nothing in the books",
    async (_, stopForAWhile) => {
      const at = busyCloses[Math.floor(busyCloses.length / 2)] as number;
      const started: Promise<LocalServer>[] = [];
      const day = await trade((fleet, closeAt) => {
        if (closeAt === at) started.push(stopForAWhile(fleet));
      }, expectEveryPositionProtected);
      expect(started).toHaveLength(1);
      await (await started[0])?.stop();
      expectSame(day);
    },
    RUN_WITHIN_MS,
  );
});

afterAll(() => {
  expect(busyCloses.length).toBeGreaterThan(5);
});
