import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { busKeys, connectRedis, untilReady } from "@quantum/service-kit/bus";
import { readConfig } from "@quantum/service-kit/config";
import { createLogger } from "@quantum/service-kit/logger";
import { type RunningService, start } from "@quantum/service-kit/start";
import { eventually, testDatabase, testRedis } from "@quantum/test-kit";
import { CATALOGUE, type FleetEvent } from "@quantum/types";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";
import { BAR_MS, closed, hello, listed, position, proposal, proposed, SYMBOLS, T0, valued } from "./scenario.ts";

const APPEND = "local n = redis.call('INCR', KEYS[1]) return redis.call('XADD', KEYS[2], n .. '-0', 'type', ARGV[1], 'd', ARGV[2])";
const at = testRedis();
const keys = busKeys(at.prefix);
const redis = connectRedis(at.url, () => {});
const prices = Object.fromEntries(SYMBOLS.map((symbol) => [symbol, 1]));
let env: Record<string, string>;
let running: RunningService;

beforeAll(async () => {
  await untilReady(redis, new AbortController().signal);
  const fixed = { PORT: "0", REDIS_URL: at.url, REDIS_PREFIX: at.prefix, CONTROL_TOKEN: "a-control-token-for-tests", LEASE_TTL_MS: "600" };
  const modes = { PBA_MODE: "ENFORCED", MODES: "OBSERVE,ENFORCED,OFF", WAIT_MS: "50" };
  env = { ...fixed, ...modes, DATABASE_URL: await testDatabase() };
  running = await launch();
});
afterAll(async () => {
  await running.stop("end of test");
  redis.disconnect();
});

async function launch(): Promise<RunningService> {
  const config = readConfig("pba", environment, env);
  return start("pba", config, service(config), createLogger("test", "silent"));
}

async function publish(...events: FleetEvent[]): Promise<void> {
  for (const event of events) {
    const stream = CATALOGUE.get(event.type)?.stream;
    if (!stream) throw new Error(`no stream for ${event.type}`);
    await redis.eval(APPEND, 2, keys.sequence, keys.stream(stream), event.type, JSON.stringify(event));
  }
}

async function review(cycle: number): Promise<FleetEvent<"trades.reviewed">> {
  return eventually(
    async () => {
      const entries = await redis.xrange(keys.stream("trades"), "-", "+");
      const events = entries.map(([, fields]) => JSON.parse(fields[3] as string) as FleetEvent<"trades.reviewed">);
      return events.find((event) => event.type === "trades.reviewed" && event.cycle === cycle);
    },
    { withinMs: 10_000, what: "a review" },
  );
}

const url = (path: string) => `http://127.0.0.1:${running.port}${path}`;
const evaluate = (body: string) => fetch(url("/evaluate"), { method: "POST", headers: { "content-type": "application/json" }, body });

describe("pba over a real bus", () => {
  it("reviews a list, goes on after a restart, and shows the desk", async () => {
    const started = [hello("portfolio_intelligence"), hello("execution"), listed(...SYMBOLS)] as FleetEvent[];
    await publish(...started, closed(T0, prices), valued(T0, [position("BTCUSDT", "300")]), proposed(T0, proposal("ETHUSDT", "100")));
    const said = await review(T0);
    expect(said).toMatchObject({ mode: "ENFORCED", data: { reviews: [{ outcome: "SHRINK", quantityAfter: "20" }], reductions: [] } });

    await running.stop("restart");
    running = await launch();
    const shown = await eventually(
      async () => {
        const answer = (await (await fetch(url("/portfolio"))).json()) as { portfolio: unknown };
        return answer.portfolio === null ? null : answer;
      },
      { withinMs: 10_000, what: "the desk as it was before the restart" },
    );
    expect(shown).toMatchObject({ portfolio: { equityUsd: "1000" }, limits: { maxSectorRatio: 0.4 }, last: { cycle: T0 } });
    expect((shown as unknown as { verdicts: { rule: string }[] }).verdicts.map(({ rule }) => rule)).toContain("PBA-02");
  });

  it("answers what-ifs without a token, and refuses with 400 what it cannot read", async () => {
    const order = { symbol: "XRPUSDT", side: "BUY", quantity: "100", leverage: 3 };
    const answer = await evaluate(JSON.stringify({ proposals: [order] }));
    expect([answer.status, await answer.json()]).toMatchObject([200, { reviews: [{ outcome: "ALLOW" }], reductions: [] }]);
    const wrong = await evaluate(JSON.stringify({ proposals: [{ ...order, quantity: "-1" }] }));
    expect([wrong.status, await wrong.json()]).toMatchObject([
      400,
      { error: "BAD_REQUEST", message: expect.stringContaining("proposals[0].quantity") },
    ]);
    expect((await evaluate("{")).status).toBe(400);
  });

  it("without the cycle's portfolio it blocks when the wait is over", async () => {
    await publish(closed(T0 + BAR_MS, prices), proposed(T0 + BAR_MS, proposal("ETHUSDT", "10")));
    expect((await review(T0 + BAR_MS)).data.reviews).toMatchObject([
      { outcome: "BLOCK", verdicts: [{ reason: "DATA_MISSING: portfolio" }] },
    ]);
  });
});
