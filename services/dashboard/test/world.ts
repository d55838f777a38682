import { existsSync } from "node:fs";
import { join } from "node:path";
import { busKeys, connectRedis, untilReady } from "@quantum/service-kit/bus";
import { readConfig } from "@quantum/service-kit/config";
import { connectDatabase } from "@quantum/service-kit/database";
import { createLogger } from "@quantum/service-kit/logger";
import { type RunningService, start } from "@quantum/service-kit/start";
import { testDatabase, testRedis } from "@quantum/test-kit";
import { readSimulatorConfig } from "../../exchange-simulator/src/config.ts";
import { type RunningSimulator, startSimulator } from "../../exchange-simulator/src/server.ts";
import * as risk from "../../risk-safety/src/config.ts";
import { service as riskService } from "../../risk-safety/src/service.ts";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";

export const TOKEN = "a-control-token-for-tests";
const APPEND = "local n = redis.call('INCR', KEYS[1]) return redis.call('XADD', KEYS[2], n .. '-0', 'type', ARGV[1], 'd', ARGV[2])";
const REAL_BARS = join(import.meta.dirname, "../../../../shared/data/um/5m");
const quiet = createLogger("test", "silent");

/** A console with what it needs around it: Redis, Postgres, a paper exchange and the real risk_safety. */
export type World = Awaited<ReturnType<typeof createWorld>>;

export async function createWorld(choice: { realBars?: boolean; databaseUrl?: string } = {}) {
  const at = testRedis();
  const keys = busKeys(at.prefix);
  const redis = connectRedis(at.url, () => {});
  await untilReady(redis, new AbortController().signal);
  const databaseUrl = choice.databaseUrl ?? (await testDatabase());
  const database = connectDatabase(databaseUrl, quiet);
  const simulator = await startSimulator(simulatorConfig(choice.realBars === true && existsSync(REAL_BARS)), quiet);
  const fixed = {
    PORT: "0",
    REDIS_URL: at.url,
    REDIS_PREFIX: at.prefix,
    CONTROL_TOKEN: TOKEN,
    LEASE_TTL_MS: "600",
    DATABASE_URL: databaseUrl,
    MODES: "ENFORCED",
  };
  const riskConfig = readConfig("risk_safety", risk.environment, fixed);
  const governor = await start("risk_safety", riskConfig, riskService(riskConfig), quiet);
  const ports = { exchange_simulator: simulator.port, execution: 9, risk_safety: governor.port, trading_bot: 9 };
  const config = readConfig("dashboard", environment, { ...fixed, FLEET_PORTS: JSON.stringify(ports), EXCHANGE_MODE: "paper" });
  const dashboard = await start("dashboard", config, service(config), quiet);
  let consoleRuns = true;
  const url = `http://127.0.0.1:${dashboard.port}`;
  return {
    url,
    redis,
    keys,
    simulator,
    governor,
    database,
    /** Appends an event as the bus would. */
    publish: async (stream: Parameters<typeof keys.stream>[0], type: string, about: { at: number; data: unknown }): Promise<void> => {
      const event = { id: `${type}-${about.at}`, type, v: 1, source: "test", mode: "ENFORCED", cause: null, ...about };
      await redis.eval(APPEND, 2, keys.sequence, keys.stream(stream), type, JSON.stringify(event));
    },
    /** Writes rows as the services would. */
    insert: async (table: string, rows: readonly object[]): Promise<void> => {
      await database.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(null::${table}, $1::jsonb)`, [
        JSON.stringify(rows),
      ]);
    },
    get: async (path: string) => {
      const response = await fetch(url + path);
      return { status: response.status, body: (await response.json()) as Record<string, never> };
    },
    /** Stops the console alone, as an operator would. */
    stopConsole: async (): Promise<void> => {
      await dashboard.stop("stopped by the test");
      consoleRuns = false;
    },
    close: async (): Promise<void> =>
      closeAll({ dashboard: consoleRuns ? dashboard : null, governor, simulator, end: () => database.end() }, redis, at.prefix),
  };
}

function simulatorConfig(real: boolean) {
  const secrets = { CONTROL_TOKEN: TOKEN, EXCHANGE_API_KEY: "a-key-only-for-tests", EXCHANGE_API_SECRET: "a-secret-only-for-tests" };
  const market = real
    ? { SIM_DATA_DIR: REAL_BARS, SIM_DATE: "2023-07-13", SIM_SYMBOLS: "BTCUSDT,ETHUSDT,LTCUSDT" }
    : { SIM_SYMBOLS: "3", SIM_INTERVAL: "5m" };
  return readSimulatorConfig({ ...secrets, ...market, PORT: "0", LOG_LEVEL: "silent" });
}

interface Closable {
  dashboard: RunningService | null;
  governor: RunningService;
  simulator: RunningSimulator;
  end(): Promise<void>;
}

async function closeAll(
  { dashboard, governor, simulator, end }: Closable,
  redis: ReturnType<typeof connectRedis>,
  prefix: string,
): Promise<void> {
  await Promise.all([dashboard?.stop("end of test"), governor.stop("end of test"), simulator.close(), end()]);
  const left = await redis.keys(`${prefix}:*`);
  if (left.length > 0) await redis.del(left);
  redis.disconnect();
}
