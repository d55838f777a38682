import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { busKeys, connectRedis, untilReady } from "@quantum/service-kit/bus";
import { readConfig } from "@quantum/service-kit/config";
import { createLogger } from "@quantum/service-kit/logger";
import { type RunningService, start } from "@quantum/service-kit/start";
import { eventually, testDatabase, testRedis } from "@quantum/test-kit";
import type { FleetEvent } from "@quantum/types";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";
import { BAR_MS, position, T0, valued } from "./scenario.ts";

const APPEND = "local n = redis.call('INCR', KEYS[1]) return redis.call('XADD', KEYS[2], n .. '-0', 'type', ARGV[1], 'd', ARGV[2])";
const at = testRedis();
const keys = busKeys(at.prefix);
const redis = connectRedis(at.url, () => {});
let env: Record<string, string>;
let running: RunningService;

beforeAll(async () => {
  await untilReady(redis, new AbortController().signal);
  const fixed = { PORT: "0", REDIS_URL: at.url, REDIS_PREFIX: at.prefix, CONTROL_TOKEN: "a-control-token-for-tests", LEASE_TTL_MS: "600" };
  env = { ...fixed, DATABASE_URL: await testDatabase(), PIL_MODE: "OBSERVE", MODES: "OBSERVE,ENFORCED,OFF" };
  running = await launch();
});
afterAll(async () => {
  await running.stop("end of test");
  redis.disconnect();
});

async function launch(): Promise<RunningService> {
  const config = readConfig("pil", environment, env);
  return start("pil", config, service(config), createLogger("test", "silent"));
}

async function publish(event: FleetEvent): Promise<void> {
  await redis.eval(APPEND, 2, keys.sequence, keys.stream("positions"), event.type, JSON.stringify(event));
}

async function answers(count: number): Promise<FleetEvent<"positions.classified">[]> {
  return eventually(
    async () => {
      const entries = await redis.xrange(keys.stream("context"), "-", "+");
      const events = entries.map(([, fields]) => JSON.parse(fields[3] as string) as FleetEvent<"positions.classified">);
      return events.length >= count ? events : null;
    },
    { withinMs: 10_000, what: `${count} answers` },
  );
}

describe("pil over a real bus", () => {
  it("answers every cycle once, goes on after a restart where it was, and shows what it said", async () => {
    await publish(valued(T0, [position({ rMultiple: 0.4, maxFavourableR: 0.4, ageBars: 0 })]));
    await answers(1);
    await running.stop("restart");
    await publish(valued(T0 + 6 * BAR_MS, [position({ rMultiple: 1.2, maxFavourableR: 1.2, ageBars: 6 })]));
    running = await launch();
    const said = await answers(2);
    expect(said.map(({ cycle, mode, data }) => [cycle, mode, data.positions[0]?.class])).toEqual([
      [T0, "OBSERVE", "SCALP"],
      [T0 + 6 * BAR_MS, "OBSERVE", "RUNNER"],
    ]);
    const shown = await (await fetch(`http://127.0.0.1:${running.port}/positions`)).json();
    expect(shown).toMatchObject({ cycle: T0 + 6 * BAR_MS, positions: [{ tradeId: "t1", class: "RUNNER" }], thresholds: { winnerR: 1 } });
  });
});
