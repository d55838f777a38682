import { join } from "node:path";
import type { FleetEntry } from "../../../../fleet.ts";
import type { Home } from "../home.ts";
import { secretFile } from "../secrets.ts";
import { partitionVariables } from "./ai-workers.ts";
import type { SimulatorStatus } from "./exchange-control.ts";
import type { ModuleMode } from "./modules.ts";
import { NODE_ENVIRONMENT } from "./node-flags.ts";
import type { PortPlan } from "./port-plan.ts";

/** Where the market of a paper fleet comes from and how its clock runs. */
export interface MarketChoice {
  /** Folder with bars; null means the market generator. */
  readonly dataFolder: string | null;
  readonly date: string;
  /** A comma list, or a count as text. */
  readonly symbols: string;
  readonly interval: string;
  readonly clock: "lockstep" | "paced";
  /** Market milliseconds per real millisecond, for a paced clock. */
  readonly speed: number;
  readonly seed: number;
  readonly walletUsd: number;
}

export interface EnvironmentInput {
  readonly home: Home;
  readonly ports: PortPlan;
  readonly market: MarketChoice;
  /** In which mode modules start, whatever their variables say. */
  readonly moduleMode?: ModuleMode | null;
  /** Workers that share the symbols with ai_engine. */
  readonly aiWorkers?: number;
  /** What the exchange turned out to be; null before it was asked. */
  readonly exchange: Pick<SimulatorStatus, "symbols" | "baseInterval"> | null;
  /** The environment of the launcher: how an operator changes a limit of a service. */
  readonly inherited: NodeJS.ProcessEnv;
  /** Where the launcher takes commands; null: it takes none. */
  readonly controlPort?: number | null;
}

/** Variables of the launcher's own surroundings that must never decide where a service connects. */
const NOT_INHERITED = ["REDIS_URL", "DATABASE_URL", "REDIS_PREFIX", "NODE_OPTIONS", "PORT", "HOST", "CONTROL_TOKEN"];

/** A market that waits for the fleet leaves time for a service that was killed: nobody gives up waiting for it before it is back. */
const LOCKSTEP_PATIENCE = { CYCLE_DEADLINE_MS: "600000", WAIT_MS: "600000" };

/** The environment of one service. Secrets are handed over as names of private files. */
export function environmentOf(entry: FleetEntry, input: EnvironmentInput): NodeJS.ProcessEnv {
  const inherited = Object.fromEntries(Object.entries(input.inherited).filter(([name]) => !NOT_INHERITED.includes(name)));
  return {
    [`${entry.name.toUpperCase()}_MODE`]: entry.modes[0],
    LOG_LEVEL: "info",
    ...(input.market.clock === "lockstep" ? LOCKSTEP_PATIENCE : {}),
    ...inherited,
    ...NODE_ENVIRONMENT,
    HOST: "127.0.0.1",
    PORT: String(input.ports.services[entry.name]),
    REDIS_URL_FILE: secretFile(input.home, "redis-url"),
    REDIS_PREFIX: "quantum",
    DATABASE_URL_FILE: secretFile(input.home, "database-url"),
    CONTROL_TOKEN_FILE: secretFile(input.home, "control-token"),
    MODES: entry.modes.join(","),
    PHASE: String(entry.phase),
    ...(entry.flag === null ? {} : { [entry.flag]: "true" }),
    ...(entry.modes[0] === "OBSERVE" && input.moduleMode ? { [`${entry.name.toUpperCase()}_MODE`]: input.moduleMode } : {}),
    ...ownVariables(entry.name, input),
    ...partitionVariables(entry.name, input.aiWorkers ?? 0),
  };
}

function ownVariables(name: string, input: EnvironmentInput): NodeJS.ProcessEnv {
  if (name === "exchange_simulator") return simulatorVariables(input);
  if (name === "execution") return executionVariables(input);
  if (name === "ess") return essVariables(input);
  if (name === "self_healing") return selfHealingVariables(input);
  if (name === "dashboard") return { FLEET_PORTS: JSON.stringify(input.ports.services), EXCHANGE_MODE: "paper" };
  return { INTERVAL: input.market.interval };
}

/** The exchange counts requests in real time, of which an accelerated day has too little. */
const ACCELERATED_RATE_LIMITS = { SIM_WEIGHT_PER_MINUTE: "100000000", SIM_ORDERS_PER_10S: "1000000", SIM_ORDERS_PER_MINUTE: "1000000" };

function simulatorVariables({ home, market }: EnvironmentInput): NodeJS.ProcessEnv {
  return {
    // Stored bars are played in the shortest interval there is; generated ones are made in the trading interval.
    ...(market.dataFolder === null ? { SIM_INTERVAL: market.interval } : { SIM_DATA_DIR: market.dataFolder }),
    SIM_DATE: market.date,
    SIM_SYMBOLS: market.symbols,
    SIM_CLOCK: market.clock,
    SIM_SPEED: String(market.speed),
    SIM_SEED: String(market.seed),
    SIM_WALLET_USD: String(market.walletUsd),
    SIM_STATE_DIR: join(home.data, "simulator"),
    ...(market.clock === "paced" && market.speed === 1 ? {} : ACCELERATED_RATE_LIMITS),
    ...exchangeKeys(home),
  };
}

function executionVariables({ home, ports, market, exchange }: EnvironmentInput): NodeJS.ProcessEnv {
  return {
    EXCHANGE_MODE: "paper",
    EXCHANGE_URL: `http://127.0.0.1:${ports.services.exchange_simulator}`,
    SYMBOLS: (exchange?.symbols ?? []).join(","),
    INTERVAL: market.interval,
    // Bars shorter than the trading interval are there to watch exits on.
    WATCH_INTERVAL: exchange && exchange.baseInterval !== market.interval ? exchange.baseInterval : "",
    // A market that stands still between its bars needs no comparison in between, and one would come at no particular moment.
    ...(market.clock === "lockstep" ? { SYNC_MS: "0" } : {}),
    ...exchangeKeys(home),
  };
}

/** The emergency stop has its own way to the exchange, and remembers on its own disk. */
function essVariables({ home, ports, market }: EnvironmentInput): NodeJS.ProcessEnv {
  return {
    EXCHANGE_MODE: "paper",
    EXCHANGE_URL: `http://127.0.0.1:${ports.services.exchange_simulator}`,
    ESS_STATE_DIR: join(home.data, "ess"),
    ESS_STOP_FILE: join(home.data, "STOP"),
    // What is seen in real time falls on no particular bar of an accelerated day, which would then be another day every time.
    ...(market.clock === "lockstep" ? { ESS_CLOCK: "cycles", ESS_DEAD_MAN_MS: "0" } : {}),
    ...exchangeKeys(home),
  };
}

/** Who heals reaches the launcher by its control server; the token is the one all share. */
function selfHealingVariables({ controlPort }: EnvironmentInput): NodeJS.ProcessEnv {
  return controlPort ? { SUPERVISOR: "launcher", SUPERVISOR_URL: `http://127.0.0.1:${controlPort}` } : { SUPERVISOR: "none" };
}

function exchangeKeys(home: Home): NodeJS.ProcessEnv {
  return { EXCHANGE_API_KEY_FILE: secretFile(home, "exchange-api-key"), EXCHANGE_API_SECRET_FILE: secretFile(home, "exchange-api-secret") };
}
