import { existsSync } from "node:fs";
import { join } from "node:path";
import { createLogger } from "@quantum/service-kit/logger";
import { CONTROL_TOKEN, openStage } from "@quantum/test-kit/stage";
import { readSimulatorConfig } from "../../exchange-simulator/src/config.ts";
import { startSimulator } from "../../exchange-simulator/src/server.ts";
import * as risk from "../../risk-safety/src/config.ts";
import { service as riskService } from "../../risk-safety/src/service.ts";
import { environment } from "../src/config.ts";
import { service } from "../src/service.ts";

const REAL_BARS = join(import.meta.dirname, "../../../../shared/data/um/5m");

/** A console with what it needs around it: Redis, Postgres, a paper exchange and the real risk_safety. */
export type World = Awaited<ReturnType<typeof createWorld>>;

export async function createWorld(choice: { realBars?: boolean; databaseUrl?: string } = {}) {
  const stage = await openStage();
  const simulator = await startSimulator(
    simulatorConfig(choice.realBars === true && existsSync(REAL_BARS)),
    createLogger("test", "silent"),
  );
  const own = { MODES: "ENFORCED", DATABASE_URL: choice.databaseUrl ?? stage.databaseUrl };
  const governor = await stage.launch("risk_safety", { environment: risk.environment, service: riskService }, own);
  const ports = { exchange_simulator: simulator.port, execution: 9, risk_safety: governor.port, trading_bot: 9 };
  const fleet = { FLEET_PORTS: JSON.stringify(ports), EXCHANGE_MODE: "paper" };
  const dashboard = await stage.launch("dashboard", { environment, service }, { ...own, ...fleet });
  return {
    stage,
    url: `http://127.0.0.1:${dashboard.port}`,
    simulator,
    get: (path: string) => stage.ask<Record<string, never>>(dashboard, path),
    /** Stops the console alone, as an operator would. */
    stopConsole: (): Promise<void> => stage.stop(dashboard),
    close: async (): Promise<void> => {
      await stage.close();
      await simulator.close();
    },
  };
}

function simulatorConfig(real: boolean) {
  const secrets = { CONTROL_TOKEN, EXCHANGE_API_KEY: "a-key-only-for-tests", EXCHANGE_API_SECRET: "a-secret-only-for-tests" };
  const market = real
    ? { SIM_DATA_DIR: REAL_BARS, SIM_DATE: "2023-07-13", SIM_SYMBOLS: "BTCUSDT,ETHUSDT,LTCUSDT" }
    : { SIM_SYMBOLS: "3", SIM_INTERVAL: "5m" };
  return readSimulatorConfig({ ...secrets, ...market, PORT: "0", LOG_LEVEL: "silent" });
}
