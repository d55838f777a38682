import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { busKeys, connectRedis, untilReady } from "@quantum/service-kit/bus";
import { readConfig } from "@quantum/service-kit/config";
import { createLogger } from "@quantum/service-kit/logger";
import { type RunningService, start } from "@quantum/service-kit/start";
import { eventually, testDatabase, testRedis } from "@quantum/test-kit";
import { CATALOGUE, type FleetEvent } from "@quantum/types";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";
import { account, BAR_MS, bars, cleared, filled, funding, held, stop, T0 } from "./scenario.ts";

const APPEND = "local n = redis.call('INCR', KEYS[1]) return redis.call('XADD', KEYS[2], n .. '-0', 'type', ARGV[1], 'd', ARGV[2])";
const at = testRedis();
const keys = busKeys(at.prefix);
const redis = connectRedis(at.url, () => {});
const stopping = new AbortController();
const exit = {
  side: "SELL" as const,
  leg: "TAKE_PROFIT" as const,
  price: "120",
  feeUsd: "0.06",
  realisedPnlUsd: "20",
  filledAt: T0 + BAR_MS,
};
let env: Record<string, string>;
let running: RunningService;

beforeAll(async () => {
  await untilReady(redis, stopping.signal);
  const fixed = {
    PORT: "0",
    REDIS_URL: at.url,
    REDIS_PREFIX: at.prefix,
    CONTROL_TOKEN: "a-control-token-for-tests",
    MODES: "ENFORCED",
    LEASE_TTL_MS: "600",
  };
  env = { ...fixed, DATABASE_URL: await testDatabase() };
  running = await launch();
});
afterAll(async () => {
  await running.stop("end of test");
  const left = await redis.keys(`${at.prefix}:*`);
  if (left.length > 0) await redis.del(left);
  redis.disconnect();
});

async function launch(): Promise<RunningService> {
  const config = readConfig("portfolio_intelligence", environment, env);
  return start("portfolio_intelligence", config, service(config), createLogger("test", "silent"));
}

async function publish(...events: FleetEvent[]): Promise<void> {
  for (const event of events) {
    const stream = CATALOGUE.get(event.type)?.stream;
    if (!stream) throw new Error(`no stream for ${event.type}`);
    await redis.eval(APPEND, 2, keys.sequence, keys.stream(stream), event.type, JSON.stringify(event));
  }
}

async function get<T>(path: string): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${running.port}${path}`);
  return (await response.json()) as T;
}

async function said(type: string): Promise<FleetEvent[]> {
  const entries = await redis.xrange(keys.stream("positions"), "-", "+");
  return entries.map(([, fields]) => JSON.parse(fields[3] as string) as FleetEvent).filter((event) => event.type === type);
}

describe("portfolio_intelligence over a real bus and database", () => {
  it("books a trade from first fill to flat, over a restart, and its rows and endpoints agree with the exchange", async () => {
    const entry = filled({ feeUsd: "0.05" });
    await publish(
      account("10000"),
      cleared(),
      entry,
      stop("90"),
      funding("-0.01", T0 + 1_000),
      bars(T0 + BAR_MS, { BTCUSDT: [100, 112, 99, 110] }),
    );
    await eventually(async () => (await said("portfolio.valued")).length === 1, { withinMs: 10_000, what: "the first valuation" });
    expect(await get("/portfolio")).toMatchObject({ walletUsd: "9999.94", equityUsd: "10009.94", totals: { fills: 1 }, known: true });
    expect(await get("/positions")).toMatchObject({
      positions: [{ tradeId: "t1", rMultiple: 0.994, maxFavourableR: 1.2, stopPrice: "90" }],
    });

    await running.stop("restart");
    await publish(entry, filled(exit), account("10019.88"), bars(T0 + 2 * BAR_MS, { BTCUSDT: 119 }));
    running = await launch();
    await eventually(async () => (await said("portfolio.valued")).length === 2, { withinMs: 10_000, what: "the second valuation" });

    const closed = await said("trade.closed");
    expect(closed.map((event) => event.data)).toEqual([
      expect.objectContaining({ tradeId: "t1", netPnlUsd: "19.88", exitCode: "EXIT_TAKE_PROFIT" }),
    ]);
    expect(await get("/portfolio")).toMatchObject({ walletUsd: "10019.88", positions: [], differences: [] });
    const { rows } = await eventually(async () => {
      const answer = await get<{ rows: Record<string, unknown>[] }>("/trades");
      return answer.rows[0]?.status === "CLOSED" ? answer : null;
    });
    expect(rows).toEqual([expect.objectContaining({ key: "t1", net_pnl_usd: "19.88", r_multiple: 1.988, funding_usd: "-0.01" })]);
    await eventually(async () => (await get<{ rows: unknown[] }>("/equity")).rows.length === 2, { what: "both rows of equity" });
    expect(await get("/exposure")).toMatchObject({ exposure: { grossRatio: 0 }, known: true });
  });

  it("shows a difference with the exchange", async () => {
    await publish(account("10019.87", [held("ETHUSDT", "1")]), account("10019.87", [held("ETHUSDT", "1")]));
    const found = await eventually(async () => {
      const { differences } = await get<{ differences: { kind: string }[] }>("/portfolio");
      return differences.length > 0 ? differences : null;
    });
    expect(found.map((one) => one.kind)).toEqual(["wallet", "walletByExchangePnl", "position"]);
  });

  it("refuses a page that is no number", async () => {
    const response = await fetch(`http://127.0.0.1:${running.port}/trades?limit=all`);
    expect(response.status).toBe(400);
  });
});
