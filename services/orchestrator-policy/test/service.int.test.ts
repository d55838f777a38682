import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { busKeys, connectRedis, untilReady } from "@quantum/service-kit/bus";
import { readConfig } from "@quantum/service-kit/config";
import { createLogger } from "@quantum/service-kit/logger";
import { type RunningService, start } from "@quantum/service-kit/start";
import { eventually, testDatabase, testRedis } from "@quantum/test-kit";
import { CATALOGUE, type FleetEvent } from "@quantum/types";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";
import { bars, directive, FLEET, portfolio, regime, STEP_MS, T0 } from "./scenario.ts";

const APPEND = "local n = redis.call('INCR', KEYS[1]) return redis.call('XADD', KEYS[2], n .. '-0', 'type', ARGV[1], 'd', ARGV[2])";
const at = testRedis();
const keys = busKeys(at.prefix);
const redis = connectRedis(at.url, () => {});
let env: Record<string, string>;
let running: RunningService;

beforeAll(async () => {
  await untilReady(redis, new AbortController().signal);
  const fixed = { PORT: "0", REDIS_URL: at.url, REDIS_PREFIX: at.prefix, CONTROL_TOKEN: "a-control-token-for-tests", LEASE_TTL_MS: "600" };
  env = { ...fixed, DATABASE_URL: await testDatabase(), ORCHESTRATOR_POLICY_MODE: "ENFORCED", WAIT_MS: "50" };
  running = await launch();
});
afterAll(async () => {
  await running.stop("end of test");
  redis.disconnect();
});

async function launch(): Promise<RunningService> {
  const config = readConfig("orchestrator_policy", environment, env);
  return start("orchestrator_policy", config, service(config), createLogger("test", "silent"));
}

async function publish(...events: FleetEvent[]): Promise<void> {
  for (const event of events) {
    const stream = CATALOGUE.get(event.type)?.stream;
    if (!stream) throw new Error(`no stream for ${event.type}`);
    await redis.eval(APPEND, 2, keys.sequence, keys.stream(stream), event.type, JSON.stringify(event));
  }
}

async function policies(count: number): Promise<FleetEvent<"policy.set">[]> {
  return eventually(
    async () => {
      const entries = await redis.xrange(keys.stream("context"), "-", "+");
      const events = entries
        .map(([, fields]) => JSON.parse(fields[3] as string) as FleetEvent)
        .filter((event) => event.type === "policy.set");
      return events.length >= count ? events : null;
    },
    { withinMs: 10_000, what: `${count} policies` },
  );
}

async function get(path: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(`http://127.0.0.1:${running.port}${path}`);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const T1 = T0 + STEP_MS;
const T2 = T1 + STEP_MS;

describe("orchestrator_policy over a real bus", () => {
  it("answers every cycle once, over a restart in the middle of a wait", async () => {
    await publish(...FLEET, directive("d1", "CAUTIOUS"), regime(T0), portfolio(T0), bars(T0));
    await policies(1);
    await running.stop("restart");
    await publish(portfolio(T1, 0.02), bars(T1), regime(T1));
    running = await launch();
    const said = await policies(2);
    expect(said.map(({ cycle, source, mode, data }) => [cycle, source, mode, data.rowId])).toEqual([
      [T0, "orchestrator_policy", "ENFORCED", "CALM-CAUTIOUS"],
      [T1, "orchestrator_policy", "ENFORCED", "CALM-SMALL-CAUTIOUS"],
    ]);
  });

  it("does not wait for ever for one who is silent: the last word still counts, being one bar old", async () => {
    await publish(portfolio(T2), bars(T2));
    const said = await policies(3);
    expect(said).toHaveLength(3);
    expect(said[2]).toMatchObject({ cycle: T2, data: { rowId: "CALM-CAUTIOUS", stale: [] } });
  });

  it("shows the row, the inputs and why", async () => {
    const { body } = await get("/policy");
    expect(body).toMatchObject({
      cycle: T2,
      policy: { rowId: "CALM-CAUTIOUS", inputs: { riskMode: "CAUTIOUS", drawdown: "NONE" } },
      row: { id: "CALM-CAUTIOUS", reason: "the risk mode is CAUTIOUS" },
      inputs: { regime: { state: "BULL_WEAK", at: T1 }, drawdown: { at: T2 }, directives: [{ directiveId: "d1", by: "ai_hfos" }] },
      tableVersion: "1",
    });
  });

  it("refuses unusable settings, naming the variable", () => {
    expect(() => readConfig("orchestrator_policy", environment, { ...env, WAIT_MS: "0" })).toThrow(/WAIT_MS/);
  });
});
